import { describe, expect, it } from 'vitest';
import { type Answering, nodeFinding, type NodeSigns } from './node-finding.ts';

const PROCESSES: readonly NodeSigns['process'][] = ['runs', 'stopped', 'ended', 'unknown'];
const ANSWERS: readonly Answering[] = ['answers', 'silent', 'refuses', 'unasked'];

/** Rows: process and CQL. Columns: control answers, is silent, refuses, was not asked. */
const EXPECTED = `
  runs    answers  up          up      up           up
  runs    silent   withoutCql  silent  silent       silent
  runs    refuses  withoutCql  notListening notListening notListening
  runs    unasked  withoutCql  silent  unknown      unknown
  stopped answers  stopped     stopped stopped      stopped
  stopped silent   stopped     stopped stopped      stopped
  stopped refuses  stopped     stopped stopped      stopped
  stopped unasked  stopped     stopped stopped      stopped
  ended   answers  ended       ended   ended        ended
  ended   silent   ended       ended   ended        ended
  ended   refuses  ended       ended   ended        ended
  ended   unasked  ended       ended   ended        ended
  unknown answers  up          up      up           up
  unknown silent   withoutCql  silent  silent       silent
  unknown refuses  withoutCql  silent  refuses      cqlRefuses
  unknown unasked  withoutCql  silent  unknown      unknown`;

describe('nodeFinding()', () => {
  it('decides every combination of what process, CQL and control say', () => {
    const found = PROCESSES.flatMap((process) =>
      ANSWERS.map((cql) => [process, cql as string].concat(ANSWERS.map((control) => nodeFinding({ process, cql, control })))),
    );
    const expected = EXPECTED.trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    expect(found).toEqual(expected);
  });
});
