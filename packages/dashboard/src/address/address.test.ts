import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, hrefOf, readAddress, VIEWS } from './address.ts';

const text = fc.string({ minLength: 1 });
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

describe('an address of the page', () => {
  it('leads to what it was made from, whatever names and keys are called', () => {
    const addresses = fc.record({
      view: fc.constantFrom(...VIEWS),
      keyspace: optional(text),
      table: optional(text),
      range: optional(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
      key: optional(fc.array(fc.string(), { minLength: 1, maxLength: 3 })),
      consistency: optional(fc.constantFrom('ALL' as const, 'QUORUM' as const)),
    });
    const without = (address: Address) => Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined));
    fc.assert(
      fc.property(addresses, (address) => {
        expect(readAddress(hrefOf(address))).toEqual(without(address));
      }),
    );
    const node = { view: 'nodes', node: '[::1]:7000' } as const;
    expect(readAddress(hrefOf(node))).toEqual(node);
  });

  it('leads to the overview where it is empty, and leaves out what it does not understand', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#/%E0%A4%A', '#/overview?consistency=SOME&range=x&keyspace='])
      expect(readAddress(hash)).toEqual({ view: 'overview' });
    expect(readAddress('#/ring?consistency=quorum').consistency).toBe('QUORUM');
  });
});
