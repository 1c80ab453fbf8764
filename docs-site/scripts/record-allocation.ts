/**
 * Records how evenly allocated tokens share a ring, for the live picture of balance: `src/recorded/allocation.json`. It takes minutes.
 * With `--check` it works everything out again and fails at the first difference.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allocatedRing, balanceOf } from '../src/live/vnode-balance/rings';
import { ALLOCATED } from '../src/live/vnode-balance/sizes';

const FILE = join(import.meta.dirname, '../src/recorded/allocation.json');
const rounded = (value: number): number => Number(value.toFixed(4));

const entries = ALLOCATED.map((size) => {
  const { shares, neighbours } = balanceOf(allocatedRing(size));
  process.stdout.write(`${size.nodes} nodes, ${size.tokens} tokens each: largest share ${shares[0]?.toFixed(3)}\n`);
  return [`${size.nodes}x${size.tokens}`, { shares: shares.map(rounded), neighbours: rounded(neighbours) }] as const;
});
const lines = entries.map(([name, balance]) => `  ${JSON.stringify(name)}: ${JSON.stringify(balance)}`);
const text = `{\n${lines.join(',\n')}\n}\n`;
if (!process.argv.includes('--check')) await writeFile(FILE, text);
else if ((await readFile(FILE, 'utf8')) !== text) {
  process.stderr.write(`${FILE} is not what the ring package works out: run this script without --check\n`);
  process.exitCode = 1;
}
