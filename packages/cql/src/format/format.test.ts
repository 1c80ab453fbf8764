import cassandra from 'cassandra-driver';
import { describe, expect, it } from 'vitest';
import { typeOfClass } from './class-name.ts';
import { jsonValue } from './json.ts';
import { formatDecimal, formatFloat } from './number.ts';
import { columnize, formatExpandedRows, formatRows } from './table.ts';
import { showQuotedText, showText } from './text.ts';
import { formatDuration, formatLocalMicros, formatTimeOfDay, formatTimestamp } from './time.ts';
import { type CqlType, toCqlType } from './type.ts';
import { formatValue } from './value.ts';
import { displayWidth } from './width.ts';

const { types } = cassandra;
const plain = (name: string): CqlType => ({ kind: 'plain', name });
const MARSHAL = 'org.apache.cassandra.db.marshal.';

describe('formatFloat()', () => {
  it.each([
    [0.1, '0.1'],
    [2.345678901, '2.34568'],
    [12345.678, '12345.678'],
    [123456.789, '1.2346e+05'],
    [0.00001234, '1.2e-05'],
    [0, '0'],
    [-0, '-0'],
    [2.5e-17, '2.5e-17'],
    [1e300, '1e+300'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('shows %d as %s', (value, text) => {
    expect(formatFloat(value)).toBe(text);
  });
});

describe('formatDecimal()', () => {
  it.each([
    [1234500n, 4, '123.4500'],
    [1n, -5, '1E+5'],
    [1n, 6, '0.000001'],
    [1n, 7, '1E-7'],
    [-1234n, 10, '-1.234E-7'],
    [0n, 2, '0.00'],
    [-5n, 1, '-0.5'],
  ])('shows %d with scale %d as %s', (unscaled, scale, text) => {
    expect(formatDecimal(unscaled, scale)).toBe(text);
  });
});

describe('times', () => {
  it('are in UTC, with microseconds; outside of the years 1 to 9999 they are milliseconds', () => {
    expect(formatTimestamp(new Date('2026-11-23T10:00:00.120Z'))).toBe('2026-11-23 10:00:00.120000+0000');
    expect(formatTimestamp(new Date(253_402_300_800_000))).toBe('253402300800000');
  });

  it('of a trace are local, and leave out microseconds that are none', () => {
    const local = new Date(2026, 10, 23, 10, 0, 0).getTime() * 1000;
    expect(formatLocalMicros(local)).toBe('2026-11-23 10:00:00');
    expect(formatLocalMicros(local + 7)).toBe('2026-11-23 10:00:00.000007');
  });

  it('of day have nine digits', () => {
    expect(formatTimeOfDay(29_574_123_456_789n)).toBe('08:12:54.123456789');
  });

  it.each([
    [14, 3, 14_706_007_008_009n, '1y2mo3d4h5m6s7ms8us9ns'],
    [0, 0, -5_400_000_000_000n, '-1h30m'],
    [0, 0, 0n, ''],
  ])('as durations: %d months, %d days, %d ns', (months, days, nanoseconds, text) => {
    expect(formatDuration(months, days, nanoseconds)).toBe(text);
  });
});

describe('texts', () => {
  it('are on one line, with backslashes doubled', () => {
    expect(showText('a\nb\tc\\d\u0001\u00A0')).toBe(String.raw`a\nb\tc\\d\x01\xa0`);
    expect(showQuotedText("it's")).toBe("'it''s'");
  });

  it.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['😀', 2],
    ['👩‍👩‍👧', 2],
    ['한국어', 6],
    ['ﬀ…', 2],
    ['\u200B', 0],
  ])('%j takes %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('formatValue()', () => {
  it('quotes texts, times stamps and addresses inside of collections only', () => {
    expect(formatValue('a', plain('text'))).toBe('a');
    expect(formatValue(['a'], { kind: 'list', element: plain('text') })).toBe("['a']");
    const address = types.InetAddress.fromString('10.0.0.1');
    expect(formatValue(new Set([address]), { kind: 'set', element: plain('inet') })).toBe("{'10.0.0.1'}");
    expect(formatValue(new Set([new Date(0)]), { kind: 'set', element: plain('timestamp') })).toBe("{'1970-01-01 00:00:00.000000+0000'}");
  });

  it('shows nulls, also in tuples and user-defined types', () => {
    expect(formatValue(null, plain('int'))).toBe('null');
    expect(formatValue(new types.Tuple(1, null), { kind: 'tuple', elements: [plain('int'), plain('text')] })).toBe('(1, null)');
    expect(formatValue({ a: null }, { kind: 'udt', fields: [['a', plain('int')]] })).toBe('{a: null}');
  });

  it('orders ids in sets as texts', () => {
    const ids = ['f47ac10b-58cc-4372-a567-0e02b2c3d479', '123e4567-e89b-12d3-a456-426655440000'];
    const shown = formatValue(new Set(ids.map((id) => types.Uuid.fromString(id))), { kind: 'set', element: plain('uuid') });
    expect(shown).toBe(`{${ids.toReversed().join(', ')}}`);
  });
});

describe('types', () => {
  it('come from what the driver says', () => {
    const text = { code: types.dataTypes.text };
    expect(toCqlType({ code: types.dataTypes.map, info: [text, { code: types.dataTypes.list, info: text }] })).toEqual({
      kind: 'map',
      key: plain('text'),
      value: { kind: 'list', element: plain('text') },
    });
    expect(toCqlType({ code: types.dataTypes.custom, info: `${MARSHAL}DurationType` })).toEqual(plain('duration'));
  });

  it('come from class names as well', () => {
    const float = `${MARSHAL}FloatType`;
    expect(typeOfClass(`${MARSHAL}VectorType(${float} , 3)`)).toEqual({ kind: 'list', element: plain('float') });
    const user = `${MARSHAL}FrozenType(${MARSHAL}UserType(vv,6164,73:${MARSHAL}UTF8Type,7a:${MARSHAL}ListType(${float})))`;
    expect(typeOfClass(`${MARSHAL}VectorType(${user} , 1)`)).toEqual({
      kind: 'list',
      element: {
        kind: 'udt',
        fields: [
          ['s', plain('text')],
          ['z', { kind: 'list', element: plain('float') }],
        ],
      },
    });
  });
});

describe('tables', () => {
  it('have names to the left, values to the right, and no blanks behind the names', () => {
    expect(
      formatRows(
        ['a', 'name'],
        [
          ['1', 'x'],
          ['22', '日本'],
        ],
        true,
      ),
    ).toBe(' a  | name\n----+------\n  1 |    x\n 22 | 日本\n');
  });

  it('go down the page with EXPAND', () => {
    expect(formatExpandedRows(['a', 'bb'], [['1', 'xy']], 3)).toBe('@ Row 3\n----+----\n a  | 1\n bb | xy\n\n');
  });

  it('of names are filled column by column', () => {
    const names = Array.from({ length: 5 }, (_, index) => `${'n'.repeat(30)}${index}`);
    expect(columnize(names)).toBe(`${names[0]}  ${names[3]}\n${names[1]}  ${names[4]}\n${names[2]}\n`);
    expect(columnize(['a', 'b'])).toBe('a  b\n');
  });
});

describe('jsonValue()', () => {
  it('keeps numbers that a double holds, and gives the others as texts', () => {
    expect(jsonValue(7, plain('int'))).toBe(7);
    expect(jsonValue(9_223_372_036_854_775_807n, plain('bigint'))).toBe('9223372036854775807');
    expect(jsonValue(Number.NaN, plain('double'))).toBe('NaN');
    expect(jsonValue(Buffer.from('ff', 'hex'), plain('blob'))).toBe('0xff');
    expect(jsonValue('a\nb', plain('text'))).toBe('a\nb');
  });

  it('makes arrays and objects of collections', () => {
    expect(jsonValue(new Map([[1, 'a']]), { kind: 'map', key: plain('int'), value: plain('text') })).toEqual({ '1': 'a' });
    expect(jsonValue(new Set([1]), { kind: 'set', element: plain('int') })).toEqual([1]);
    expect(jsonValue({ a: null }, { kind: 'udt', fields: [['a', plain('int')]] })).toEqual({ a: null });
  });
});
