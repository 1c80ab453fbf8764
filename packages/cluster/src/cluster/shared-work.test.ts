import { deadlineIn } from '@ringside/core';
import { createManualClock } from '@ringside/core/testing';
import { expect, test } from 'vitest';
import { sharedWork } from './shared-work.ts';

/** A work whose runs a test ends by hand. */
function controlled() {
  const runs: { signal: AbortSignal; resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  const work = (signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      runs.push({ signal, resolve, reject });
    });
  return { runs, work };
}

test('all who ask share one run, and its result is kept', async () => {
  const { runs, work } = controlled();
  const get = sharedWork('Getting it', work);
  const both = Promise.all([get({}), get({})]);
  runs[0]?.resolve('it');
  expect(await both).toEqual(['it', 'it']);
  expect([await get({}), runs.length]).toEqual(['it', 1]);
});

test('the deadline of one call ends its wait only, and the work goes on for the others', async () => {
  const { runs, work } = controlled();
  const clock = createManualClock();
  const get = sharedWork('Getting it', work);
  const hurried = get({ deadline: deadlineIn(clock, 1_000) }).catch((error: unknown) => error);
  const patient = get({});
  await clock.advance(1_000);
  expect(await hurried).toMatchObject({ code: 'OPERATION_TIMED_OUT', message: 'Getting it did not finish within 1.0 s' });
  expect(runs[0]?.signal.aborted).toBe(false);
  runs[0]?.resolve('it');
  expect(await patient).toBe('it');
});

test('the work is aborted when nobody waits for it any more, and the next call begins it again', async () => {
  const { runs, work } = controlled();
  const get = sharedWork('Getting it', work);
  const abort = new AbortController();
  const asked = get({ signal: abort.signal });
  abort.abort();
  await expect(asked).rejects.toMatchObject({ code: 'ABORTED' });
  expect(runs[0]?.signal.aborted).toBe(true);
  const again = get({});
  runs[1]?.resolve('it');
  expect(await again).toBe('it');
});

test('a failure is forgotten, and the signal of all ends every run', async () => {
  const { runs, work } = controlled();
  const abort = new AbortController();
  const get = sharedWork('Getting it', work, abort.signal);
  const failed = get({});
  runs[0]?.reject(new Error('no network'));
  await expect(failed).rejects.toThrow('no network');
  const again = get({});
  abort.abort();
  expect(runs[1]?.signal.aborted).toBe(true);
  runs[1]?.resolve('it');
  expect(await again).toBe('it');
});
