import { int } from '@ringside/client/testing';
import { describe, expect, it } from 'vitest';
import { collection, double, float, hex, long, sized, utf8 } from '../testing/bytes.ts';
import { jsonRow, jsonText, jsonValue } from './json.ts';
import type { CqlType } from '@ringside/client';

const plain = (name: string): CqlType => ({ kind: 'plain', name });

describe('jsonValue()', () => {
  it.each<[string, Buffer, unknown]>([
    ['int', int(-7), -7],
    ['tinyint', hex('80'), -128],
    ['smallint', hex('8000'), -32_768],
    ['boolean', hex('01'), true],
    ['bigint', long(9_223_372_036_854_775_807n), '9223372036854775807'],
    ['counter', long(1n), '1'],
    ['varint', hex('00ff'), '255'],
    ['decimal', hex('00000002 00'), '0.00'],
    ['float', float(0.1), 0.1],
    ['float', float(-0), -0],
    ['float', float(Number.NaN), 'NaN'],
    ['double', double(0.1 + 0.2), 0.1 + 0.2],
    ['double', double(Number.NEGATIVE_INFINITY), '-Infinity'],
    ['blob', hex('ff'), '0xff'],
    ['text', utf8('a\nb\u001B'), 'a\nb\u001B'],
    ['date', hex('80000000'), '1970-01-01'],
    ['time', long(1n), '00:00:00.000000001'],
    ['timestamp', long(0n), '1970-01-01 00:00:00.000Z'],
    ['duration', hex('000000'), '0s'],
    ['int', hex(''), ''],
    ['text', hex(''), ''],
  ])('of %s keeps the value: %#', (name, bytes, json) => {
    const value = jsonValue(bytes, plain(name));
    expect(Object.is(value, json)).toBe(true);
  });

  it('tells null from empty', () => {
    expect(jsonValue(null, plain('int'))).toBe(null);
  });

  it('keeps every key of a map apart, whatever its type', () => {
    const floats: CqlType = { kind: 'map', key: plain('float'), value: plain('int') };
    const keys = [1.0000001, 1.0000002, -0, 0, Number.NaN];
    const bytes = collection(5, ...keys.flatMap((key, index) => [float(key), int(index)]));
    expect(jsonValue(bytes, floats)).toEqual({ '1.0000001': 0, '1.0000002': 1, '-0.0': 2, '0': 3, NaN: 4 });
    const lists: CqlType = { kind: 'map', key: { kind: 'list', element: plain('int') }, value: plain('int') };
    expect(jsonValue(collection(1, collection(2, int(1), int(2)), int(3)), lists)).toEqual({ '[1, 2]': 3 });
    const texts: CqlType = { kind: 'map', key: plain('text'), value: plain('int') };
    const odd = jsonValue(collection(2, utf8('__proto__'), int(1), utf8(''), int(2)), texts);
    expect(jsonText(odd)).toBe('{"__proto__": 1, "": 2}');
  });

  it('makes arrays of lists, sets, vectors and tuples, objects of user-defined types', () => {
    expect(jsonValue(collection(2, float(-0), float(0)), { kind: 'set', element: plain('float') })).toEqual([-0, 0]);
    expect(jsonValue(Buffer.concat([int(1), int(2)]), { kind: 'vector', element: plain('int'), dimension: 2 })).toEqual([1, 2]);
    expect(jsonValue(sized(null), { kind: 'tuple', elements: [plain('int'), plain('int')] })).toEqual([null, null]);
    const type: CqlType = { kind: 'udt', fields: [['__proto__', plain('int')]] };
    expect(jsonText(jsonValue(sized(int(1)), type))).toBe('{"__proto__": 1}');
  });
});

describe('jsonRow()', () => {
  it('has a name for each column, also for one that stands twice', () => {
    const columns = ['a', 'a', 'a#2', '__proto__'].map((name) => ({ name, type: plain('int') }));
    expect(jsonText(jsonRow([int(1), int(2), int(3), int(4)], columns))).toBe('{"a": 1, "a#3": 2, "a#2": 3, "__proto__": 4}');
  });
});

describe('jsonText()', () => {
  it('is JSON that gives the same value back, the sign of a zero included', () => {
    const value = { a: [-0, 0, 1.5, 'x\u2028"', null, true, {}] };
    expect(JSON.parse(jsonText(value))).toEqual(value);
    expect(jsonText(-0)).toBe('-0.0');
  });
});
