import { int } from '@ringside/client/testing';
import { describe, expect, it } from 'vitest';
import { collection, double, float, hex, long, sized, utf8 } from '../testing/bytes.ts';
import { formatDate, isoDate } from './date.ts';
import { formatInet } from './inet.ts';
import { formatDecimal, formatFloat, shortestFloat } from './number.ts';
import { columnize, columnWidths, expandedWidths, formatBody, formatExpandedRows, formatRows } from './table.ts';
import { showText, terminalText } from './text.ts';
import { formatDuration, formatMicros, formatTimeOfDay, formatTimestamp, jsonTimestamp } from './time.ts';
import type { CqlType } from '@ringside/client';
import { formatValue } from './value.ts';
import { displayWidth } from './width.ts';

const plain = (name: string): CqlType => ({ kind: 'plain', name });
const set = (name: string): CqlType => ({ kind: 'set', element: plain(name) });

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

describe('shortestFloat()', () => {
  it.each([0.1, 1.0000001, 1.0000002, 16_777_217, 1e-45, 3.402_823_5e38, -2.5, 0, -0])('gives %d back as it was written', (value) => {
    expect(Object.is(shortestFloat(Math.fround(value)), value === 16_777_217 ? 16_777_216 : value)).toBe(true);
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
  it.each([
    [1_795_428_000_120n, '2026-11-23 10:00:00.120000+0000', '2026-11-23 10:00:00.120Z'],
    [253_402_300_799_999n, '9999-12-31 23:59:59.999000+0000', '9999-12-31 23:59:59.999Z'],
    [253_402_300_800_000n, '253402300800000', '253402300800000'],
    [-62_135_596_800_000n, '1-01-01 00:00:00.000000+0000', '0001-01-01 00:00:00.000Z'],
    [-62_135_596_800_001n, '-62135596800001', '-62135596800001'],
    [9_223_372_036_854_775_807n, '9223372036854775807', '9223372036854775807'],
    [-9_223_372_036_854_775_808n, '-9223372036854775808', '-9223372036854775808'],
  ])('of %d ms are in UTC; outside of the years 1 to 9999 they are milliseconds', (milliseconds, shown, json) => {
    expect(formatTimestamp(milliseconds)).toBe(shown);
    expect(jsonTimestamp(milliseconds)).toBe(json);
  });

  it('of a trace are in UTC as well, and leave out microseconds that are none', () => {
    const moment = Date.UTC(2026, 10, 23, 10, 0, 0) * 1000;
    expect(formatMicros(moment)).toBe('2026-11-23 10:00:00');
    expect(formatMicros(moment + 7)).toBe('2026-11-23 10:00:00.000007');
  });

  it('of day have nine digits', () => {
    expect(formatTimeOfDay(29_574_123_456_789n)).toBe('08:12:54.123456789');
  });

  it.each([
    [14n, 3n, 14_706_007_008_009n, '1y2mo3d4h5m6s7ms8us9ns'],
    [0n, 0n, -5_400_000_000_000n, '-1h30m'],
    [0n, 0n, 0n, ''],
  ])('as durations: %d months, %d days, %d ns', (months, days, nanoseconds, text) => {
    expect(formatDuration(months, days, nanoseconds)).toBe(text);
  });

  it.each([
    [0, '1970-01-01', '1970-01-01'],
    [-719_162, '0001-01-01', '0001-01-01'],
    [-719_163, '-719163', '0000-12-31'],
    [-719_893, '-719893', '-0001-01-01'],
    [2_932_897, '2932897', '+10000-01-01'],
    [-2_147_483_648, '-2147483648', '-5877641-06-23'],
    [2_147_483_647, '2147483647', '+5881580-07-11'],
  ])('as dates: day %d', (days, shown, json) => {
    expect(formatDate(days)).toBe(shown);
    expect(isoDate(days)).toBe(json);
  });
});

describe('formatInet(), by RFC 5952 and as cqlsh does', () => {
  it.each([
    ['0a000001', '10.0.0.1'],
    ['20010db8 00000001 00010001 00010001', '2001:db8:0:1:1:1:1:1'],
    ['20010db8 00000000 00000000 00000001', '2001:db8::1'],
    ['00010000 00000002 00000000 00000003', '1:0:0:2::3'],
    ['00010000 00000002 00020000 00000003', '1::2:2:0:0:3'],
    ['00000000 00000000 0000ffff 01020304', '::ffff:1.2.3.4'],
    ['00000000 00000000 00000000 01020304', '::1.2.3.4'],
    ['00000000 00000000 00000000 00000001', '::1'],
    ['00000000 00000000 00000000 00000000', '::'],
    ['00010002 00030004 00050006 00070000', '1:2:3:4:5:6:7:0'],
  ])('of %s', (digits, text) => {
    expect(formatInet(hex(digits))).toBe(text);
  });
});

describe('texts', () => {
  it('are on one line, with backslashes doubled', () => {
    expect(showText('a\nb\tc\\d\u0001\u00A0')).toBe(String.raw`a\nb\tc\\d\x01\xa0`);
    expect(formatValue(collection(1, utf8("it's")), set('text'))).toBe("{'it''s'}");
  });

  it('reach a terminal without anything that it would obey, and without what turns their order round', () => {
    expect(showText('\u001B[2Ja\u202Eb\u2028')).toBe(String.raw`\x1b[2Ja\u202eb\u2028`);
    expect(terminalText('a\n\tb\r\u001B]0;x\u0007\u009B2J\u2066')).toBe('a\n\tb' + String.raw`\x0d\x1b]0;x\x07\x9b2J\u2066`);
  });

  it.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['😀', 2],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['🇩🇪🇫🇷', 4],
    ['👍🏽', 2],
    ['한국어', 6],
    ['ﬀ…', 2],
    ['\u200B', 0],
    ['น้ำใจ', 4],
    ['ภาษาไทย', 7],
    ['हिन्दी', 4],
    ['தமிழ்', 4],
    ['العربية', 7],
    ['שָׁלוֹם', 4],
  ])('%j takes %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('formatValue()', () => {
  it('quotes texts, times stamps and addresses inside of collections only', () => {
    expect(formatValue(utf8('a'), plain('text'))).toBe('a');
    expect(formatValue(collection(1, utf8('a')), { kind: 'list', element: plain('text') })).toBe("['a']");
    expect(formatValue(collection(1, hex('0a000001')), set('inet'))).toBe("{'10.0.0.1'}");
    expect(formatValue(collection(1, long(0n)), set('timestamp'))).toBe("{'1970-01-01 00:00:00.000000+0000'}");
  });

  it('shows nulls, also in tuples and user-defined types, and fields that a value is too old for', () => {
    expect(formatValue(null, plain('int'))).toBe('null');
    const tuple: CqlType = { kind: 'tuple', elements: [plain('int'), plain('text'), plain('int')] };
    expect(formatValue(Buffer.concat([sized(int(1)), sized(null)]), tuple)).toBe('(1, null, null)');
    expect(formatValue(sized(null), { kind: 'udt', fields: [['a', plain('int')]] })).toBe('{a: null}');
  });

  it('keeps both zeros, and what a JavaScript object cannot hold', () => {
    expect(formatValue(collection(2, float(-0), float(0)), set('float'))).toBe('{-0, 0}');
    const type: CqlType = { kind: 'udt', fields: ['__proto__', 'constructor'].map((name) => [name, plain('text')]) };
    expect(formatValue(Buffer.concat([sized(utf8('a')), sized(utf8('b'))]), type)).toBe("{__proto__: 'a', constructor: 'b'}");
  });

  it.each(['int', 'uuid', 'timestamp', 'inet', 'decimal', 'boolean', 'duration'])(
    'shows the empty value of %s as nothing, and bytes that are no value of it as a blob',
    (name) => {
      expect(formatValue(hex(''), plain(name))).toBe('');
      expect(formatValue(hex('ff1b5b'), plain(name))).toBe('0xff1b5b');
      expect(formatValue(hex('0000000400'), set(name))).toBe('0x0000000400');
    },
  );

  it('shows a type that it does not know as a blob, never as raw bytes', () => {
    const composite = plain('blob');
    expect(formatValue(hex('00011b00'), composite)).toBe('0x00011b00');
    expect(formatValue(hex('ff'), plain('text'))).toBe('0xff');
  });

  it('orders ids in sets as texts', () => {
    const ids = ['f47ac10b58cc4372a5670e02b2c3d479', '123e4567e89b12d3a456426655440000'];
    expect(formatValue(collection(2, ...ids.map((id) => hex(id))), set('uuid'))).toBe(
      '{123e4567-e89b-12d3-a456-426655440000, f47ac10b-58cc-4372-a567-0e02b2c3d479}',
    );
  });

  it('reads vectors: of one size side by side, of texts behind their lengths', () => {
    expect(formatValue(Buffer.concat([float(1.5), float(-2)]), { kind: 'vector', element: plain('float'), dimension: 2 })).toBe(
      '[1.5, -2]',
    );
    const long = 'x'.repeat(200);
    const bytes = Buffer.concat([hex('80c8'), utf8(long), hex('01'), utf8('y')]);
    expect(formatValue(bytes, { kind: 'vector', element: plain('text'), dimension: 2 })).toBe(`['${long}', 'y']`);
  });

  it('reads durations, negative ones and the longest', () => {
    expect(formatValue(hex('02 04 06'), plain('duration'))).toBe('1mo2d3ns');
    expect(formatValue(hex('01 03 05'), plain('duration'))).toBe('-1mo2d3ns');
    expect(formatValue(hex('00 00 ff fffffffffffffffe'), plain('duration'))).toBe('2562047h47m16s854ms775us807ns');
  });

  it('tells doubles that differ in their last digits apart in JSON only', () => {
    expect(formatValue(double(0.1 + 0.2), plain('double'))).toBe('0.3');
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
      ),
    ).toBe(' a  | name\n----+------\n  1 |    x\n 22 | 日本\n');
  });

  it('of more rows than a function takes arguments are laid out', () => {
    const rows = Array.from({ length: 200_000 }, (_, index) => [String(index)]);
    expect(columnWidths(['a'], rows)).toEqual([6]);
    expect(expandedWidths(['a'], rows)).toEqual({ name: 1, value: 6 });
    expect(formatBody(rows, [6]).length).toBe(200_000 * 8);
  });

  it('go down the page with EXPAND', () => {
    const row = ['1', 'xy'];
    expect(formatExpandedRows(['a', 'bb'], [row], expandedWidths(['a', 'bb'], [row]), 3)).toBe('@ Row 3\n----+----\n a  | 1\n bb | xy\n\n');
  });

  it('of names are filled column by column', () => {
    const names = Array.from({ length: 5 }, (_, index) => `${'n'.repeat(30)}${index}`);
    expect(columnize(names)).toBe(`${names[0]}  ${names[3]}\n${names[1]}  ${names[4]}\n${names[2]}\n`);
    expect(columnize(['a', 'b'])).toBe('a  b\n');
  });
});
