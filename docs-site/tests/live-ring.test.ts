import { describe, expect, it } from 'vitest';
import { stateOfOptions } from '../src/live/frame/state';
import { picture } from '../src/live/ring-explorer/picture';
import { type RingState, withNodes, withType } from '../src/live/ring-explorer/state';

const initial = stateOfOptions(picture, {}) as RingState;
const model = (parts: Partial<RingState>) => picture.model({ ...initial, ...parts });
const told = (parts: Partial<RingState>): string => picture.tell({ ...initial, ...parts }, model(parts));
const check = (parts: Partial<RingState>): string | undefined => picture.check?.({ ...initial, ...parts });

describe('the ring explorer', () => {
  it('gives a key the token that Cassandra gives it, and the first node of each rack from there', () => {
    const { token, range, replicas } = model({});
    expect(token).toBe(5699955792253506986n);
    expect([range.start, range.end]).toEqual([3074457345618258602n, 6148914691236517205n]);
    expect(replicas.map(({ id, rack }) => `${id} ${rack}`)).toEqual(['node 6 rack3', 'node 1 rack1', 'node 2 rack2']);
  });

  it('tells what answers with all nodes up, and with a replica down', () => {
    expect(told({})).toBe(
      'The token of alice is 5699955792253506986, in the range from 3074457345618258602 (not included) to 6148914691236517205. ' +
        'Its replicas are, in this order, node 6 in rack3, node 1 in rack1 and node 2 in rack2. For this key every level answers. ' +
        'Every range of the ring answers at every level.',
    );
    expect(told({ dead: [1] })).toContain('node 1 in rack1 (down)');
    expect(told({ dead: [1] })).toContain('For this key ONE, TWO and QUORUM answer, THREE and ALL do not.');
    expect(told({ dead: [1] })).toContain('Of the ring’s 6 ranges 3 still answer at THREE and 3 at ALL.');
  });

  it('does not lose a key with a node that does not hold it', () => {
    expect(told({ dead: [3] })).toContain('For this key every level answers. Of the ring’s 6 ranges 3 still answer at THREE');
  });

  it('answers nothing when all replicas are down, and everything with one node alone', () => {
    expect(told({ dead: [1, 2, 6] })).toContain('For this key no level answers.');
    expect(told({ nodes: 1, rf: 1, racks: 1 })).toContain('Its replica is node 1 in rack1. For this key every level answers.');
  });

  it('finds the same answers at all levels that it shows in one row', () => {
    for (const tokens of [1, 4, 16])
      expect(model({ nodes: 12, tokens, dead: [1, 5] }).answers.map(({ needed }) => needed)).toEqual([1, 2, 3, 2, 3]);
  });

  it('refuses in one sentence what cannot be', () => {
    expect(check({ type: 'int' })).toBe('"alice" is not a valid int. Write a CQL int');
    expect(check({ key: '' })).toBe('a partition key may not be empty');
    expect(check({ rf: 5, nodes: 3 })).toBe('rf 5 needs at least 5 nodes, but nodes is 3');
    expect(check({ racks: 4, nodes: 3 })).toBe('racks 4 needs at least 4 nodes, but nodes is 3');
    expect(check({ dead: [2, 9] })).toBe('node 9 cannot be down: there are 6 nodes');
  });

  it('stays possible when the type or the number of nodes changes', () => {
    const { fields } = picture;
    for (const type of fields.type.examples) expect(check(withType(initial, type))).toBeUndefined();
    for (let nodes = 1; nodes <= 12; nodes += 1) expect(check(withNodes({ ...initial, rf: 6, dead: [2, 6] }, nodes))).toBeUndefined();
    expect(withType({ ...initial, key: '7' }, 'int')).toEqual({ type: 'int', key: '7' });
  });
});
