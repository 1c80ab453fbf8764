import { describe, expect, it } from 'vitest';
import { cassandraLines, DEFAULT_CASSANDRA_VERSION, javaFor, resolveCassandra, supportedCassandra } from './versions.ts';

describe('resolveCassandra()', () => {
  it('takes a line for its newest locked patch', () => {
    expect(cassandraLines.map(resolveCassandra)).toEqual(['4.0.19', '4.1.10', '5.0.9', '6.0-alpha2']);
    expect(resolveCassandra('5.0')).toBe(DEFAULT_CASSANDRA_VERSION);
  });

  it.each(Object.keys(supportedCassandra))('takes %s as it is', (version) => {
    expect(resolveCassandra(version)).toBe(version);
  });

  it.each([
    ['5.0.8', '5.0.9'],
    ['4.1.1', '4.1.10'],
    ['6', '6.0'],
    ['4', '4.0'],
    ['6.0-alpha1', '6.0-alpha2'],
    ['6.1', '6.0'],
    ['v4.1', '4.1'],
  ])('names what is nearest to %s: %s', (asked, near) => {
    expect(() => resolveCassandra(asked)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message: `Cassandra ${asked} is not supported; did you mean ${near}?` }),
    );
  });

  it.each(['2.2', 'latest', 'constructor', ''])('names every version where nothing is near "%s"', (asked) => {
    expect(() => resolveCassandra(asked)).toThrow(
      expect.objectContaining({
        message: `Cassandra ${asked} is not supported`,
        remedy: 'Use one of 4.0, 4.1, 5.0, 6.0, 4.0.19, 4.1.10, 5.0.9, 6.0-alpha2.',
      }),
    );
  });
});

describe('javaFor()', () => {
  it('allows 17 and 11 for Cassandra 5.0, 11 for 4.x, and 17 for 6.0', () => {
    expect(cassandraLines.map(javaFor)).toEqual([[11], [11], [17, 11], [17]]);
  });
});
