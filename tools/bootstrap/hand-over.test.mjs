import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { handOver, oncePerPress } from './hand-over.mjs';

describe('oncePerPress()', () => {
  it('passes a signal once though it comes twice at the same moment, and again when it comes later', () => {
    let nowMs = 0;
    const passed = [];
    const press = oncePerPress(
      (signal) => passed.push([signal, nowMs]),
      () => nowMs,
    );
    for (nowMs of [0, 5, 1_000, 1_004]) press('SIGINT');
    press('SIGTERM');
    expect(passed).toEqual([
      ['SIGINT', 0],
      ['SIGINT', 1_000],
      ['SIGTERM', 1_004],
    ]);
  });
});

describe('handOver()', () => {
  const node = (script) => [process.execPath, '-e', script];

  it('ends with the exit code of the program, or 128 + n when signal n ended it', async () => {
    expect(await handOver(node('process.exit(7)'), { cwd: '/' })).toBe(7);
    expect(await handOver(node('process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1e3)'), { cwd: '/' })).toBe(137);
  });

  it('gives a program one SIGINT when the terminal and npm both send one, and waits for it to stop in order', async () => {
    const program = `let n = 0; process.on('SIGINT', () => { n += 1; setTimeout(() => { console.log('got ' + n); process.exit(0); }, 200); });
      console.log('ready'); setInterval(() => {}, 1e3)`;
    const module = new URL('hand-over.mjs', import.meta.url);
    const launcher = `import { handOver } from ${JSON.stringify(module.href)};
      process.exitCode = await handOver([process.execPath, '-e', ${JSON.stringify(program)}], { cwd: '/' });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', launcher], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (line !== 'ready') continue;
      child.kill('SIGINT');
      child.kill('SIGINT');
    }
    if (child.exitCode === null) await once(child, 'exit');
    expect(lines).toEqual(['ready', 'got 1']);
    expect(child.exitCode).toBe(0);
  });
});
