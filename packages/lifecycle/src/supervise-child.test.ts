import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { createManualClock } from '@ringside/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ChildProcess, childProcess } from './child-process.ts';
import { superviseChild } from './supervise-child.ts';
import { type StandIn, standIn } from './testing/stand-in.ts';

interface Supervised extends StandIn {
  readonly child: ChildProcess;
  readonly notes: readonly string[];
  readonly end: () => Promise<void>;
}

async function supervised(): Promise<Supervised> {
  const made = await standIn();
  const child = childProcess({ ...made.options, command: made.command, log: join(made.folder, 'console.log') });
  const notes: string[] = [];
  const over = new AbortController();
  const note = (sentence: string): void => void notes.push(sentence);
  const running = superviseChild(child, { node: 'n1', clock: systemClock, note, signal: over.signal, everyMs: 20 });
  const end = async (): Promise<void> => {
    over.abort();
    await running;
  };
  onTestFinished(end);
  return { ...made, child, notes, end };
}

const someRounds = async (): Promise<void> => await systemClock.sleep(1_500);

describe('superviseChild()', () => {
  it('starts a child again that was killed, as often as that happens, and tells why each time', async () => {
    const { child, clear, starts, isServing, notes } = await supervised();
    await child.start();
    for (const times of [2, 3]) {
      await clear();
      await expect.poll(starts).toHaveLength(times);
      await expect.poll(isServing).toBe(true);
    }
    const why = (pause: string): string =>
      `Cassandra at n1 ended by itself (killed by SIGKILL; its console ends with: stand-in starts); it is started again in ${pause}`;
    expect(notes).toEqual([why('500 ms'), why('1.0 s')]);
  });

  it('leaves a child that was never started, and one that was stopped on purpose, also in the pause before a restart', async () => {
    const { child, clear, starts, running, notes } = await supervised();
    await someRounds();
    expect(await starts()).toEqual([]);
    await child.start();
    await clear();
    await expect.poll(() => notes).toHaveLength(1);
    await child.stop();
    await someRounds();
    expect([await starts(), await running()]).toEqual([[expect.any(Number)], []]);
  });

  it('leaves the child running when it ends', async () => {
    const { child, running, end } = await supervised();
    await child.start();
    await end();
    expect(await running()).toHaveLength(1);
    await expect(child.look()).resolves.toMatchObject({ state: 'up' });
  });

  it('waits longer each time, then five minutes, and never gives up, whatever fails', async () => {
    const clock = createManualClock();
    const tries: number[] = [];
    const notes: string[] = [];
    const over = new AbortController();
    const refuse = async (): Promise<never> => {
      tries.push(clock.monotonicMs());
      throw new Error('no such program');
    };
    const child = { whyEnded: async () => 'no memory', revive: refuse, rotateLog: async () => undefined } as unknown as ChildProcess;
    const running = superviseChild(child, { node: 'n1', clock, note: (text) => void notes.push(text), signal: over.signal, everyMs: 0 });
    for (let second = 0; second < 3_600; second += 1) await clock.advance(500);
    over.abort();
    await running;
    const pauses = tries.map((atMs, index) => atMs - (tries[index - 1] ?? 0));
    expect(pauses.slice(0, 8)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(pauses.slice(8)).toEqual([300_000, 300_000, 300_000, 300_000, 300_000]);
    expect(notes.filter((text) => text.includes('no memory'))).toHaveLength(14);
    expect(notes.filter((text) => text.includes('no such program'))).toHaveLength(13);
  });
});
