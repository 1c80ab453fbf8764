import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Bounds, deadlineIn, formatDuration } from '@ringside/core';
import { abortFaults, type Begin, createManualClock } from '@ringside/core/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { assertExecutableFolder } from './cassandra/cache-directory.ts';
import { getCassandra } from './cassandra/get-cassandra.ts';
import { prune } from './cassandra/prune-cache.ts';
import { ensureJava, ensureMaven, runInstall } from './java/ensure.ts';
import { fetchJava } from './java/fetch-java.ts';
import { findJava, listJava } from './java/find-java.ts';
import { planForHost } from './java/plan-install.ts';
import { createFakeHost, type FakeHost } from './testing/fake-host.ts';

/** Root installs as it is; anybody else asks sudo first whether they may. */
const INSTALLER = process.getuid?.() === 0 ? 'apk' : 'sudo';
const java = { allowed: [17], purpose: 'Cassandra 5.0.9' };

/** Tries something on a machine whose program of that name hangs. */
const onHanging =
  (program: string, ask: (host: FakeHost, bounds: Bounds) => Promise<unknown>): Begin =>
  async (bounds, begun) => {
    const host = await createFakeHost();
    onTestFinished(() => host.remove());
    const marker = join(host.directory, 'begun');
    const script = `#!/bin/sh\n: > '${marker}'\nexec /bin/sleep 60\n`;
    await host.addProgram(program, script);
    void vi.waitFor(() => expect(existsSync(marker)).toBe(true), { timeout: 30_000 }).then(begun, () => undefined);
    return await ask(host, bounds).finally(() => existsSync(marker) && begun());
  };

/** Each public function that runs other programs, as it is tried. */
const waiting: Readonly<Record<string, Begin>> = {
  ensureJava: onHanging('java', (host, bounds) => ensureJava({ ...java, host, ...bounds })),
  ensureMaven: onHanging(INSTALLER, (host, bounds) => ensureMaven({ host, ...bounds })),
  fetchJava: onHanging('python3', (host, bounds) => fetchJava({ host, ...bounds })),
  findJava: onHanging('java', (host, bounds) => findJava({ ...java, host, ...bounds })),
  getCassandra: onHanging('java', (host, bounds) => getCassandra({ host, ...bounds })),
  listJava: onHanging('java', (host, bounds) => listJava(host, bounds)),
  runInstall: onHanging('apk', (host, bounds) =>
    runInstall({ packageManager: 'apk', commands: [['apk', 'add']], permitted: true }, { host, ...bounds }),
  ),
};

describe.each(Object.entries(waiting))('%s()', (_, begin) => {
  it('runs nothing once it was aborted, and ends when it is aborted midway, each as abortError() says', async () => {
    expect(await abortFaults(begin)).toEqual([]);
  });

  it('ends what it runs at the deadline, and says that the time was up', async () => {
    const clock = createManualClock();
    const running = begin({ deadline: deadlineIn(clock, 90_000) }, () => void clock.advance(90_000));
    await expect(running).rejects.toMatchObject({
      code: 'OPERATION_TIMED_OUT',
      message: expect.stringContaining(`did not finish within ${formatDuration(90_000)}`),
    });
  });
});

/** Those that are over in a moment, whatever they find: only that they begin nothing can be tried. */
const brief: Readonly<Record<string, (bounds: Bounds) => Promise<unknown>>> = {
  assertExecutableFolder: (bounds) => assertExecutableFolder('/nowhere', bounds),
  planForHost: (bounds) => planForHost(['maven'], undefined, bounds),
  prune: (bounds) => prune([{ directory: '/nowhere', sizeBytes: 0, lastUsedMs: 0 }], {}, bounds),
};

describe.each(Object.entries(brief))('%s()', (_, run) => {
  it('begins nothing once it was aborted', async () => {
    await expect(run({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
