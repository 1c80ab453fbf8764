import { gates, runGates } from './gates.ts';

const known = Object.keys(gates);
const named = process.argv.slice(2);
const unknown = named.find((name) => !known.includes(name));
if (unknown === undefined) process.exitCode = await runGates(named.length > 0 ? named : known);
else {
  process.stderr.write(`There is no gate ${unknown}. There are ${known.join(', ')}.\n`);
  process.exitCode = 64;
}
