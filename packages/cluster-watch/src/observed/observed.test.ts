import { formatEndpoint } from '@ringside/model';
import type { RingEndpoint } from '@ringside/node-control';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ringEndpoint } from '../testing/ring-endpoint.ts';
import { mergeEndpoints } from './merge.ts';
import { topologyOf } from './topology.ts';

const statuses = ['Up', 'Down', '?'] as const;

describe('mergeEndpoints()', () => {
  it('takes a node for up only if every view knows it and takes it for up', () => {
    const view = fc.array(fc.record({ place: fc.integer({ min: 1, max: 5 }), status: fc.constantFrom(...statuses) }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(view, { minLength: 1, maxLength: 4 }), (raw) => {
        const views = raw.map((members) =>
          [...new Map(members.map((member) => [member.place, member])).values()].map(({ place, status }) =>
            ringEndpoint(place, { status }),
          ),
        );
        for (const merged of mergeEndpoints(views)) {
          const seen = views.map((each) => each.find(({ address }) => address === merged.address)?.status);
          const expected = seen.includes('Down') ? 'Down' : seen.every((status) => status === 'Up') ? 'Up' : '?';
          expect(merged.status).toBe(expected);
        }
      }),
    );
  });

  it('does not depend on the order of the views, as far as status and movement go', () => {
    const one = [ringEndpoint(1), ringEndpoint(2, { status: 'Down' })];
    const two = [ringEndpoint(1, { state: 'Leaving' }), ringEndpoint(2), ringEndpoint(3)];
    const facts = (merged: readonly RingEndpoint[]): string[] =>
      merged.map((each) => `${formatEndpoint(each)} ${each.status} ${each.state}`).toSorted();
    expect(facts(mergeEndpoints([one, two]))).toEqual(facts(mergeEndpoints([two, one])));
    expect(facts(mergeEndpoints([one, two]))).toEqual([
      '127.0.0.1:7000 Up Leaving',
      '127.0.0.2:7000 Down Normal',
      '127.0.0.3:7000 ? Normal',
    ]);
  });

  it('brackets IPv6 addresses in ids', () => {
    expect(formatEndpoint({ address: '::1', port: 7000 })).toBe('[::1]:7000');
  });
});

describe('topologyOf()', () => {
  it('leaves out nodes that are joining, and gives a token that two nodes claim to the one that is not up', () => {
    const { endpoints } = topologyOf([
      ringEndpoint(1, { tokens: ['10', '20'] }),
      ringEndpoint(2, { tokens: ['10', '30'], status: 'Down' }),
      ringEndpoint(3, { state: 'Joining' }),
    ]);
    expect(endpoints.map(({ id, tokens }) => [id, tokens.map(String)])).toEqual([
      ['127.0.0.1:7000', ['20']],
      ['127.0.0.2:7000', ['10', '30']],
    ]);
  });

  it('names datacenter and rack as Cassandra does when gossip does not tell them', () => {
    const { endpoints } = topologyOf([ringEndpoint(1, { datacenter: null, rack: null })]);
    expect(endpoints[0]).toMatchObject({ datacenter: 'UNKNOWN_DC', rack: 'UNKNOWN_RACK' });
  });
});
