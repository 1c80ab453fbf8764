import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

it('work whose reader goes away is ended in order, not cut off', async () => {
  const module = new URL('interrupt.mjs', import.meta.url);
  const script = `import { untilInterrupted } from ${JSON.stringify(module.href)};
    import { setTimeout } from 'node:timers/promises';
    process.exitCode = await untilInterrupted(async (signal) => {
      while (!signal.aborted) { process.stderr.write('busy'); await setTimeout(10); }
      process.stderr.write('Interrupted');
      await setTimeout(100);
      return 7;
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(child.stderr, 'data');
  child.stderr.destroy();
  expect(await once(child, 'exit')).toEqual([7, null]);
});
