import type { KnownMember } from '@ringside/safety';
import { describe, expect, it } from 'vitest';
import { whyNotBack } from './why-not-back.ts';

const NODE = '127.0.0.1:7000';

function member(place: number, over: Partial<KnownMember> = {}): KnownMember {
  const id = `127.0.0.${place}:7000`;
  return { id, datacenter: 'dc1', rack: 'r1', state: 'Normal', liveness: 'up', said: 'up', schemaVersion: 'a', ...over };
}

const ring = (first: Partial<KnownMember>, second: Partial<KnownMember> = {}): { members: readonly KnownMember[] } => ({
  members: [member(1, first), member(2, second), member(3)],
});

describe('whyNotBack()', () => {
  it('has nothing to say of a node that everybody has up, in service and with the same schema', () => {
    expect(whyNotBack(ring({}), NODE)).toBeUndefined();
  });

  it.each([
    ['nobody sees it', { members: [member(2)] }, 'is not seen in the ring'],
    ['somebody has it down', ring({ liveness: 'down', said: 'down: gossip of 127.0.0.2:7000 has it down' }), 'gossip of 127.0.0.2:7000'],
    ['nobody can say', ring({ liveness: 'unknown', said: 'unknown' }), 'is unknown'],
    ['it joins', ring({ state: 'Joining' }), 'is joining, and not in service yet'],
    ['its schema differs', ring({ schemaVersion: 'b' }), 'has version b of the schema, and 127.0.0.2:7000 has a'],
    ['a live node keeps hints for it', ring({}, { hintsFor: [NODE] }), '127.0.0.2:7000 still has hints for'],
  ])('says why it is not back while %s', (_, known, words) => {
    expect(whyNotBack(known, NODE)).toContain(words);
  });

  it.each([
    ['another node that is down has another schema', ring({}, { liveness: 'down', schemaVersion: 'b' })],
    ['a node that is down keeps hints for it', ring({}, { liveness: 'down', hintsFor: [NODE] })],
    ['nobody knows its schema', ring({ schemaVersion: null })],
    ['another’s schema is not known', ring({}, { schemaVersion: null })],
    ['another is kept hints for', ring({}, { hintsFor: ['127.0.0.3:7000'] })],
  ])('is not kept waiting where %s', (_, known) => {
    expect(whyNotBack(known, NODE)).toBeUndefined();
  });
});
