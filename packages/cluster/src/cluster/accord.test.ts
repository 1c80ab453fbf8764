import { supportedCassandra } from '@ringside/cassandra-install';
import { describe, expect, it } from 'vitest';
import { assertHasAccord } from './accord.ts';

describe('assertHasAccord()', () => {
  it('refuses every version before 6.0', () => {
    const refused = Object.keys(supportedCassandra).filter((version) => {
      try {
        assertHasAccord(version);
        return false;
      } catch {
        return true;
      }
    });
    expect(refused).toEqual(['4.0.19', '4.1.10', '5.0.9']);
    expect(() => assertHasAccord('4.1.10')).toThrow('Cassandra 4.1.10 has no Accord; it came with 6.0');
  });
});
