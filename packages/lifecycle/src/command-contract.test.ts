import { nodeProcessContract } from '@ringside/node-control/contract';
import { commandProcess } from './command-process.ts';
import { standInUnderSystemd } from './testing/stand-in.ts';
import { commandsOfUnit } from './unit.ts';

nodeProcessContract('commandProcess() with a stand-in for systemd', async () => {
  const made = await standInUnderSystemd();
  const options = { ...made.options, ...commandsOfUnit('cassandra') };
  return { ...made, process: commandProcess(options), other: commandProcess(options) };
});
