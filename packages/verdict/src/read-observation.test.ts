import { expect, it } from 'vitest';
import { FINDINGS } from './finding.ts';
import { readObservation } from './read-observation.ts';

const ROW = { observer: '10.0.0.1:7000', about: '[2001:db8::1]:7000', kind: 'node', finding: 'up', epoch: 1, sequence: 2, ageMs: 3 };

it('reads every finding of every kind', () => {
  const rows = Object.entries(FINDINGS).flatMap(([kind, findings]) => findings.map((finding) => ({ ...ROW, kind, finding })));
  expect(rows.map((row) => readObservation(row))).toEqual(rows);
});

it.each([
  ['no object', 'up'],
  ['a kind that nobody knows', { ...ROW, kind: 'rumour' }],
  ['a finding of another kind', { ...ROW, finding: 'reached' }],
  ['a name that would colour a terminal', { ...ROW, about: '\u001b[31mdead' }],
  ['a name without end', { ...ROW, observer: 'a'.repeat(300) }],
  ['an age that is none', { ...ROW, ageMs: -1 }],
  ['an epoch that is no number', { ...ROW, epoch: '1' }],
  ['an epoch that has no next one', { ...ROW, epoch: 1e308 }],
])('reads nothing of %s', (_, value) => {
  expect(readObservation(value)).toBeUndefined();
});
