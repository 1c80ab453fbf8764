import { type CommandContext, createContext } from '@ringside/cli-kit';
import { globalOptions, testIo } from '@ringside/cli-kit/testing';
import { errors } from '@ringside/core';
import { createManualClock, type ManualClock } from '@ringside/core/testing';
import { describe, expect, it } from 'vitest';
import { askEach } from './each-node.ts';
import { watched } from './watched.ts';

interface Terminal {
  readonly context: CommandContext;
  readonly clock: ManualClock;
  readonly printed: { readonly out: string; readonly err: string };
  readonly interrupt: () => void;
}

function terminal(): Terminal {
  const io = testIo();
  const clock = createManualClock();
  const controller = new AbortController();
  const interrupts = { signal: controller.signal, setAtOnce: () => undefined };
  const context = createContext({ io, clock, interrupts, global: globalOptions(['--sidecar', 'http://127.0.0.1:9']) });
  return { context, clock, printed: io.printed, interrupt: () => controller.abort(new DOMException('Interrupted', 'AbortError')) };
}

const silent = (): Error => errors.UNAVAILABLE({ message: 'No node answers' });

describe('--watch', () => {
  it('ended by Ctrl-C during a look has the exit code of the look before, and prints nothing more', async () => {
    const { context, clock, printed, interrupt } = terminal();
    let looks = 0;
    const done = watched(context, true, async () => {
      looks += 1;
      if (looks === 1) return 75;
      interrupt();
      throw errors.ABORTED({ message: 'Asking the nodes was interrupted' });
    });
    await clock.advance(2_000);
    await expect(done).resolves.toBe(75);
    expect([looks, printed]).toEqual([2, { out: '', err: '' }]);
  });

  it('says that no node answers, and looks again', async () => {
    const { context, clock, printed, interrupt } = terminal();
    const looks = [async () => 0, async () => Promise.reject(silent()), async () => 75];
    let looked = 0;
    const done = watched(context, true, async () => {
      looked += 1;
      return looks[looked - 1]?.() ?? 0;
    });
    await clock.advance(4_000);
    interrupt();
    await expect(done).resolves.toBe(75);
    expect(looked).toBe(3);
    expect(printed.err).toContain('UNAVAILABLE No node answers');
  });

  it('ends with an error that another look would repeat', async () => {
    const { context } = terminal();
    const done = watched(context, true, () => Promise.reject(errors.NOT_FOUND({ message: 'Keyspace nope does not exist' })));
    await expect(done).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('Ctrl-C while some nodes have answered is an interruption, and not the failure of the others', async () => {
  const { context, interrupt } = terminal();
  await expect(askEach(context, async () => interrupt())).rejects.toMatchObject({ code: 'ABORTED' });
});

it('without --watch an error that may pass ends the command', async () => {
  const { context } = terminal();
  await expect(watched(context, false, () => Promise.reject(silent()))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});
