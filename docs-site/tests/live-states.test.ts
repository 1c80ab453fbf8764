import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readParameter, withParameter } from '../src/live/frame/address';
import { choice, Problem, someOf, text, whole } from '../src/live/frame/field';
import type { AnyPicture, Picture } from '../src/live/frame/picture';
import { readState, stateOfOptions, writeState } from '../src/live/frame/state';
import { pictures } from '../src/live/registry';

interface Ring {
  readonly nodes: number;
  readonly rf: number;
  readonly key: string;
  readonly dead: readonly number[];
  readonly type: string;
}

const ring: Picture<Ring, undefined> = {
  id: 'ring',
  title: 'Ring',
  shows: 'A ring.',
  fields: {
    nodes: whole({ initial: 6, min: 1, max: 12 }),
    rf: whole({ initial: 3, min: 1, max: 12 }),
    key: text({ initial: 'alice', maxLength: 60 }),
    dead: someOf({ min: 1, max: 12 }),
    type: choice(['text', 'int'], 'text'),
  },
  check: ({ nodes, rf }) => (rf > nodes ? `rf ${rf} needs at least ${rf} nodes, but nodes is ${nodes}` : undefined),
  model: () => undefined,
  tell: () => '',
  Draw: () => null,
  Controls: () => null,
};
const base = stateOfOptions(ring, {}) as Ring;
const problemOf = (state: unknown): string => (state instanceof Problem ? state.text : 'none');

/** Any state that the examples of a picture's fields can make. */
function anyState({ fields }: AnyPicture): fc.Arbitrary<Record<string, unknown>> {
  const examples = Object.entries<{ examples: readonly unknown[] }>(fields).map(([name, field]) => [
    name,
    fc.constantFrom(...field.examples),
  ]);
  return fc.record(Object.fromEntries(examples) as Record<string, fc.Arbitrary<unknown>>);
}

describe('a state in the address', () => {
  it('reads back as it was written, whatever the text in it', () => {
    const any = fc.record({
      nodes: fc.integer({ min: 1, max: 12 }),
      rf: fc.integer({ min: 1, max: 12 }),
      key: fc.string({ unit: 'grapheme', maxLength: 30 }).filter((key) => key.length <= 60),
      dead: fc.uniqueArray(fc.integer({ min: 1, max: 12 })).map((dead) => dead.toSorted((a, b) => a - b)),
      type: fc.constantFrom('text', 'int'),
    });
    fc.assert(
      fc.property(any, (state) => {
        fc.pre(state.rf <= state.nodes);
        const query = writeState(ring, state);
        expect(query).toMatch(/^[\w:,.~!*'()%+/-]*$/);
        const search = withParameter('?page=2&ring=old', 'ring', query);
        const address = new URL(`http://site/learn${search}#live-ring`);
        expect(readState(ring, readParameter(address.search, 'ring') ?? '', base)).toEqual(state);
        expect(readParameter(search, 'page')).toBe('2');
      }),
    );
  });

  it('is short and readable', () => {
    expect(writeState(ring, { ...base, dead: [2, 5] })).toBe('nodes:6,rf:3,key:alice,dead:2+5,type:text');
  });

  it('takes from the page what it does not name', () => {
    expect(readState(ring, 'key:bob', { ...base, nodes: 9 })).toEqual({ ...base, nodes: 9, key: 'bob' });
  });

  it.each([
    ['rf:5,nodes:3', 'rf 5 needs at least 5 nodes, but nodes is 3'],
    ['rf:many', 'rf must be a whole number from 1 to 12, not "many"'],
    ['rf:99', 'rf must be a whole number from 1 to 12, not "99"'],
    ['typ:int', 'there is no "typ"; did you mean type? It takes nodes, rf, key, dead, type'],
    ['type:list', 'type must be one of text, int, not "list"'],
    ['constructor:1', 'there is no "constructor"'],
    ['dead:1+99', 'dead must be a whole number from 1 to 12, not "99"'],
    ['key:%E0%A4%A', '"key:%E0%A4%A" is not of the form name:value'],
    ['nodes', '"nodes" is not of the form name:value'],
    [`key:${'x'.repeat(61)}`, 'key must be at most 60 characters long, not 61'],
    [`key:${'x'.repeat(3_000)}`, 'its text is too long'],
  ])('that is wrong, such as %s, is told so', (query, problem) => {
    expect(problemOf(readState(ring, query, base))).toContain(problem);
  });

  it('is either read or refused, never the end of the picture', () => {
    const made = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^(?:(?:nodes|rf|key|dead|type):[-+%0-9a-f, ]{0,8},?){0,4}$/));
    fc.assert(
      fc.property(made, (query) => {
        const state = readState(ring, query, base);
        expect(state instanceof Problem || Object.keys(state).length === 5).toBe(true);
      }),
    );
  });
});

describe('the options of a page', () => {
  it('are read as the address is', () => {
    expect(stateOfOptions(ring, { nodes: 4, key: 'bob', dead: [2, 1] })).toEqual({ ...base, nodes: 4, key: 'bob', dead: [1, 2] });
    expect(problemOf(stateOfOptions(ring, { nodes: 3, rf: 5 }))).toBe('rf 5 needs at least 5 nodes, but nodes is 3');
    expect(problemOf(stateOfOptions(ring, { nodes: '6 ' }))).toContain('nodes must be');
  });
});

describe.each(Object.entries(pictures))('%s', (id, { load }) => {
  it('is registered under its own id, with a state that is possible', async () => {
    const { picture } = await load();
    expect(picture.id).toBe(id);
    expect(problemOf(stateOfOptions(picture, {}))).toBe('none');
    for (const reserved of ['id', 'name', 'at']) expect(picture.fields).not.toHaveProperty(reserved);
  });

  it('comes back from the address as it went there, and can always be drawn and told', async () => {
    const { picture } = await load();
    const initial = stateOfOptions(picture, {});
    fc.assert(
      fc.property(anyState(picture), (state) => {
        if (picture.check?.(state) !== undefined) return;
        expect(readState(picture, writeState(picture, state), initial)).toEqual(state);
        expect(picture.tell(state, picture.model(state))).not.toBe('');
      }),
      { numRuns: 50 },
    );
  });
});
