import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSidecarProcess, stopSidecarProcess } from './start.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-sidecar-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = (script: string, signal?: AbortSignal): ReturnType<typeof startSidecarProcess> => {
  const program = join(folder, 'sidecar.mjs');
  writeFileSync(program, script);
  return startSidecarProcess(join(folder, 'sidecar.json'), signal, program);
};
const LISTENS = `console.log(JSON.stringify({ url: 'http://127.0.0.1:1' }));`;

describe('startSidecarProcess()', () => {
  it('knows the address as soon as the sidecar says that it listens', async () => {
    const { child, url } = await start(`${LISTENS} setInterval(() => {}, 1e6);`);
    expect(url).toBe('http://127.0.0.1:1');
    await stopSidecarProcess(child);
    expect(child.signalCode).toBe('SIGTERM');
  });

  it('fails at once when the sidecar ends, as one does that is not compiled', async () => {
    await expect(start('process.exit(3)')).rejects.toThrow('The sidecar ended with 3 before it listened');
    const missing = startSidecarProcess('none.json', undefined, join(folder, 'missing.mjs'));
    await expect(missing).rejects.toThrow('The sidecar ended with 1 before it listened');
  });

  it('ends the process and the wait when the signal aborts', async () => {
    const interrupted = new AbortController();
    const started = start('setInterval(() => {}, 1e6);', interrupted.signal);
    interrupted.abort();
    await expect(started).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('stopSidecarProcess()', () => {
  it('does not wait for one that has ended already', async () => {
    const { child } = await start(LISTENS);
    if (child.exitCode === null) await once(child, 'exit');
    await expect(stopSidecarProcess(child)).resolves.toBeUndefined();
  });
});
