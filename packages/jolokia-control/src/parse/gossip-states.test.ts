import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseGossipStates } from './gossip-states.ts';

/** As Cassandra 5.0.9 gave it, shortened. */
const SEEN = `/127.0.12.1:7000
  generation:1795393925
  heartbeat:738
  STATUS:28:NORMAL,-9223372036854775807
  LOAD:715:147554.0
  SCHEMA:22:d03783d7-b468-3c1a-82f1-8e30b2edde8b
  NATIVE_ADDRESS_AND_PORT:3:127.0.12.1:9042
  TOKENS:26:<hidden>
db2/127.0.12.2:7000
  generation:0
  heartbeat:0
  TOKENS: not present
`;

test('parseGossipStates() reads what Cassandra printed, with headers as they are and values that hold colons', () => {
  expect(parseGossipStates(SEEN)).toEqual({
    '/127.0.12.1:7000': {
      generation: '1795393925',
      heartbeat: '738',
      STATUS: 'NORMAL,-9223372036854775807',
      LOAD: '147554.0',
      SCHEMA: 'd03783d7-b468-3c1a-82f1-8e30b2edde8b',
      NATIVE_ADDRESS_AND_PORT: '127.0.12.1:9042',
      TOKENS: '<hidden>',
    },
    'db2/127.0.12.2:7000': { generation: '0', heartbeat: '0' },
  });
});

test('parseGossipStates() keeps a field that it does not know', () => {
  expect(parseGossipStates('/h:1\n  X_11_PADDING:4:a:b\n')).toEqual({ '/h:1': { X_11_PADDING: 'a:b' } });
});

test('parseGossipStates() ignores lines that are no field, and fields before any endpoint', () => {
  expect(parseGossipStates('  DC:1:dc1\n/h:1\n  nothing\n  DC:x:dc1\n\n')).toEqual({ '/h:1': {} });
});

test('parseGossipStates() gives back every field that was written in its form', () => {
  const key = fc.stringMatching(/^[A-Z][A-Z_]{1,20}$/);
  const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
  const header = fc.stringMatching(/^[a-z]{0,5}\/[\d.[\]:a-f]{3,20}$/);
  fc.assert(
    fc.property(fc.dictionary(header, fc.dictionary(key, value)), fc.nat(), (view, version) => {
      const text = Object.entries(view)
        .map(([name, fields]) => [name, ...Object.entries(fields).map(([field, held]) => `  ${field}:${version}:${held}`)].join('\n'))
        .join('\n');
      expect(parseGossipStates(text)).toEqual(structuredClone(view));
    }),
  );
});
