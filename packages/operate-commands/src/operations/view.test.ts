import { plainStyle } from '@ringside/cli-kit';
import { EXAMPLE_OPERATION } from '@ringside/operation-routes';
import { describe, expect, it } from 'vitest';
import { operationsText, operationText, stateWord } from './view.ts';

const STARTING = {
  ...EXAMPLE_OPERATION.steps[1],
  node: '127.0.0.2:7000',
  phase: 'starting',
  owner: 'x',
  epoch: 1,
  changedAtMs: 0,
} as const;

/** Control characters in a text, but for the ends of lines. */
const controlsIn = (text: string): readonly string[] => Array.from(text).filter((character) => character < ' ' && character !== '\n');

describe('operationText()', () => {
  it('says who asked for what and why, and how far each node of which batch is', () => {
    const text = operationText(
      { ...EXAMPLE_OPERATION, steps: [...EXAMPLE_OPERATION.steps.slice(0, 1), { ...STARTING, sentence: 'slow disk' }] },
      plainStyle,
    );
    expect(text).toBe(`Operation  4e3b5a10-7c1d-11f0-9d2a-0242ac120002
What       restart
State      running
Asked by   otto at 2026-01-01 00:00:00Z: new heap size

Batch  Node            Phase     Note
1      127.0.0.1:7000  done
2      127.0.0.2:7000  starting  slow disk
`);
  });

  it('names the problem and the end of one that has failed', () => {
    const failed = {
      ...EXAMPLE_OPERATION,
      state: 'failed',
      problem: '127.0.0.2:7000: it did not start',
      endedAtMs: 1_767_229_200_000,
    } as const;
    expect(operationText(failed, plainStyle)).toContain('Ended at   2026-01-01 01:00:00Z\nProblem    127.0.0.2:7000: it did not start\n');
  });

  it('lets no control character of a reason or a sentence through to the terminal', () => {
    const hostile = { ...EXAMPLE_OPERATION, reason: 'a\u001B[2Jb', steps: [{ ...STARTING, sentence: 'c\u0007d' }] };
    expect(controlsIn(operationText(hostile, plainStyle))).toEqual([]);
    expect(controlsIn(operationsText({ active: null, operations: [hostile] }, plainStyle))).toEqual([]);
  });
});

describe('stateWord()', () => {
  it.each([
    ['running', 'run', 'running'],
    ['running', 'pause', 'paused'],
    ['running', 'cancel', 'cancelling'],
    ['cancelled', 'cancel', 'cancelled'],
    ['failed', 'pause', 'failed'],
    ['succeeded', 'run', 'succeeded'],
  ] as const)('of an operation that is %s while people want %s is %s', (state, intent, word) => {
    expect(stateWord({ state, intent }, plainStyle)).toBe(word);
  });
});
