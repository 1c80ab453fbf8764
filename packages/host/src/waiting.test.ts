import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, throwIfAborted } from '@ringside/core';
import { abortFaults, type Begin } from '@ringside/core/testing';
import { describe, expect, it, vi } from 'vitest';
import { allOrFirstFailure } from './group.ts';
import { exclusively } from './locks/exclusive.ts';
import { runCommand } from './process/run-command.ts';
import { temporaryDirectory } from './vitest.ts';

const options = { clock: systemClock, withinMs: 60_000, pollMs: 2 };

/** Each public function that waits for something outside of this process, as it is tried. */
const waiting: Readonly<Record<string, Begin>> = {
  allOrFirstFailure: async ({ signal }, begun) => {
    const work = async (until: AbortSignal): Promise<void> => {
      begun();
      await new Promise((resolve) => until.addEventListener('abort', resolve, { once: true }));
      throwIfAborted(until, 'Working');
    };
    return await allOrFirstFailure([work, work], signal);
  },
  'exclusively, while another holds the lock': async (bounds, begun) => {
    const path = join(await temporaryDirectory('waiting'), 'x.lock');
    const work = (): Promise<void> => exclusively(path, async () => begun(), { ...options, ...bounds, onWait: begun });
    return await exclusively(path, work, options);
  },
  'exclusively, where the lock is free': async (bounds, begun) => {
    const path = join(await temporaryDirectory('waiting'), 'x.lock');
    const work = async (): Promise<void> => {
      begun();
      await new Promise((resolve) => bounds.signal?.addEventListener('abort', resolve, { once: true }));
      throwIfAborted(bounds.signal, 'Working');
    };
    return await exclusively(path, work, { ...options, ...bounds });
  },
  runCommand: async (bounds, begun) => {
    const marker = join(await temporaryDirectory('waiting'), 'begun');
    const running = runCommand(['/bin/sh', '-c', `: > '${marker}'; sleep 60`], { timeoutMs: 60_000, ...bounds });
    void vi.waitFor(() => expect(existsSync(marker)).toBe(true), { timeout: 30_000 }).then(begun, () => undefined);
    return await running.finally(() => existsSync(marker) && begun());
  },
};

describe.each(Object.entries(waiting))('%s', (_, begin) => {
  it('begins nothing once it was aborted, and ends when it is aborted midway, each as abortError() says', async () => {
    expect(await abortFaults(begin)).toEqual([]);
  });
});
