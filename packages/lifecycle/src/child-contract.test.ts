import { join } from 'node:path';
import { nodeProcessContract } from '@ringside/node-control/contract';
import { childProcess } from './child-process.ts';
import { standIn } from './testing/stand-in.ts';

nodeProcessContract('childProcess()', async () => {
  const made = await standIn();
  const options = { ...made.options, command: made.command, log: join(made.folder, 'console.log') };
  return { ...made, process: childProcess(options), other: childProcess(options) };
});
