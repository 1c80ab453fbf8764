import { join } from 'node:path';
import { nodeProcessContract } from '@ringside/node-control/contract';
import { commandProcess } from './command-process.ts';
import { standIn } from './testing/stand-in.ts';

nodeProcessContract('commandProcess() that sees the process only by its port', async () => {
  const made = await standIn();
  const options = {
    ...made.options,
    startCommand: [...made.systemctl, 'start'],
    stopCommand: [...made.systemctl, 'stop'],
    wordsCommand: ['tail', '-n', '1', join(made.folder, 'journal')],
    // Nobody sees that it ended while it started: only the bound ends that wait.
    times: { ...made.options.times, startMs: 4_000 },
  };
  return { ...made, process: commandProcess(options), other: commandProcess(options) };
});
