import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSnapshotDetails } from './snapshot-details.ts';

const TYPE = 'javax.management.openmbean.CompositeType(name=SnapshotDetails,items=((itemName=Column family name,itemType=…)))';

interface Row {
  readonly tag: string;
  readonly table: string;
  readonly keyspace: string;
  readonly size: string;
  readonly trueSize: string;
  readonly created: string;
  readonly expires: string;
}

const ROW: Row = {
  tag: 't2',
  table: 'local',
  keyspace: 'system',
  size: '6.52 KiB',
  trueSize: '129 bytes',
  created: '2026-11-23T00:42:49.511Z',
  expires: 'null',
};

/** As `TabularDataSupport.toString()` prints it: the row's key, then the row. */
function printed(rows: readonly Row[]): string {
  const contents = rows.map(
    ({ tag, table, keyspace, size, trueSize, created, expires }) =>
      `[${tag}, ${keyspace}, ${table}, ${trueSize}, ${size}, ${created}, ${expires}, false]=javax.management.openmbean.CompositeDataSupport(` +
      `compositeType=${TYPE},contents={Column family name=${table}, Creation time=${created}, Ephemeral=false, Expiration time=${expires}, ` +
      `Keyspace name=${keyspace}, Size on disk=${size}, Snapshot name=${tag}, True size=${trueSize}})`,
  );
  return `javax.management.openmbean.TabularDataSupport(tabularType=…,contents={${contents.join(', ')}})`;
}

describe('parseSnapshotDetails()', () => {
  test('reads the rows of Cassandra 6.0, which have one more column', () => {
    const sixth = printed([ROW]).replace('Keyspace name=system,', 'Keyspace name=system, Raw true size=129,');
    expect(parseSnapshotDetails('t2', sixth)).toEqual(parseSnapshotDetails('t2', printed([ROW])));
  });

  test('reads sizes as bytes and a missing expiry as null', () => {
    expect(parseSnapshotDetails('t2', printed([ROW]))).toEqual([
      {
        tag: 't2',
        keyspace: 'system',
        table: 'local',
        sizeBytes: 6_676,
        trueSizeBytes: 129,
        createdAt: '2026-11-23T00:42:49.511Z',
        expiresAt: null,
      },
    ]);
  });

  test('reads every row, and an expiry', () => {
    const rows = parseSnapshotDetails('t2', printed([ROW, { ...ROW, table: 'peers', expires: '2026-11-24T00:42:49.511Z' }]));
    expect(rows.map(({ table, expiresAt }) => [table, expiresAt])).toEqual([
      ['local', null],
      ['peers', '2026-11-24T00:42:49.511Z'],
    ]);
  });

  test('reads the columns of Cassandra 4.0, which has neither times nor ephemeral snapshots', () => {
    const text = 'contents={Column family name=t, Keyspace name=k, Size on disk=1 KiB, Snapshot name=s, True size=0 bytes})';
    expect(parseSnapshotDetails('s', text)).toEqual([
      { tag: 's', keyspace: 'k', table: 't', sizeBytes: 1_024, trueSizeBytes: 0, createdAt: null, expiresAt: null },
    ]);
  });

  test('refuses a text without a row of that tag', () => {
    expect(() => parseSnapshotDetails('other', printed([ROW]))).toThrow('cannot be read');
    expect(() => parseSnapshotDetails('t2', '')).toThrow('cannot be read');
  });

  test('refuses a size that is none', () => {
    expect(() => parseSnapshotDetails('t2', printed([{ ...ROW, size: 'much' }]))).toThrow('"much" is no size');
  });

  test('no tag can forge a row, whatever it holds', () => {
    const piece = fc.constantFrom(
      printed([ROW]),
      'contents={Column family name=x, ',
      ', True size=1 KiB}',
      't2',
      '{',
      '}',
      '$&',
      '\\',
      '.*',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
        const tag = pieces.join('');
        expect(
          parseSnapshotDetails(
            tag,
            printed([
              { ...ROW, tag },
              { ...ROW, tag, table: 'peers' },
            ]),
          ).map(({ table }) => table),
        ).toEqual(['local', 'peers']);
      }),
    );
  });
});
