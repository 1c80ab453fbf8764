import { isOpsError, OpsError } from '@ringside/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thrownBy } from '../test-support/rings.ts';
import { encodeRoutingKey, MAX_KEY_BYTES } from './routing-key.ts';
import { KEY_TYPES, serializeKey } from './serialize-key.ts';

describe('serializeKey()', () => {
  it('writes whole numbers of every width as two’s complement that reads back', () => {
    const widths = { tinyint: 8, smallint: 16, int: 32, bigint: 64 };
    for (const [type, bits] of Object.entries(widths)) {
      fc.assert(
        fc.property(fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n }), (value) => {
          const bytes = serializeKey(type, String(value));
          expect([bytes.length, readBack(bytes)]).toEqual([bits / 8, value]);
        }),
      );
    }
  });

  it('writes a varint in as few bytes as keep its sign', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }), (value) => {
        const bytes = serializeKey('varint', String(value));
        const fits = (size: number): boolean => BigInt.asIntN(size * 8, value) === value;
        expect(readBack(bytes)).toBe(value);
        expect([fits(bytes.length), bytes.length > 1 && fits(bytes.length - 1)]).toEqual([true, false]);
      }),
    );
  });

  it('knows types in any case', () => {
    expect(serializeKey(' INT ', '42')).toEqual(Uint8Array.of(0, 0, 0, 42));
  });

  it.each([
    ['int', '2147483648'],
    ['int', 'abc'],
    ['int', ''],
    ['int', '1.0'],
    ['tinyint', '128'],
    ['smallint', '-32769'],
    ['bigint', '9223372036854775808'],
    ['varint', '0x10'],
    ['decimal', '.'],
    ['decimal', '1e'],
    ['float', '1,5'],
    ['double', 'one'],
    ['boolean', 'yes'],
    ['blob', 'cafe'],
    ['blob', '0xabc'],
    ['ascii', 'grün'],
    ['text', '\uD800'],
    ['uuid', '00112233-4455-6677-8899-aabbccddeef'],
    ['timeuuid', '00112233-4455-4677-8899-aabbccddeeff'],
    ['inet', '256.0.0.1'],
    ['inet', '1.2.3.'],
    ['inet', 'localhost'],
    ['inet', '1:2:3:4:5:6:7:8:9'],
    ['inet', '1::2::3'],
    ['inet', ':::'],
    ['timestamp', '2026-11-23'],
    ['timestamp', '2026-11-23T10:00:00'],
    ['timestamp', '2026-02-32T10:00:00Z'],
    ['timestamp', '2026-11-23T24:01:00Z'],
    ['double', '1e400'],
    ['decimal', '1e400'],
    ['int', '+5'],
    ['double', '.5'],
    ['timestamp', '9223372036854775808'],
    ['date', '2026-02-29'],
    ['date', '4294967296'],
    ['time', '24:00:00'],
    ['time', '86400000000000'],
  ])('refuses, as not a %s, the text "%s"', (type, text) => {
    expect(() => serializeKey(type, text)).toThrow(OpsError);
    expect(() => serializeKey(type, text)).toThrow(`is not a valid ${type}`);
  });

  it('refuses an unknown type, names the nearest, and does not take a property of every object for one', () => {
    expect(() => serializeKey('frozen<list<duration>>', '[1h]')).toThrow('"frozen<list<duration>>" is not a key type');
    expect(() => serializeKey('list<int', '1')).toThrow('"list<int" is not a CQL type');
    expect(() => serializeKey('constructor', '1')).toThrow('"constructor" is not a key type');
    expect((thrownBy(() => serializeKey('timestmp', '0')) as OpsError).remedy).toMatch(/^Did you mean timestamp\?/);
  });

  it('rounds a float once, from the digits, where a double lies in the middle of two', () => {
    const bits = (text: string): string => Buffer.from(serializeKey('float', text)).toString('hex');
    expect(bits('1.00000017881393432617187499')).toBe('3f800001');
    expect(bits('1.000000178813934326171875')).toBe('3f800002');
    expect(bits('1.00000017881393432617187501')).toBe('3f800002');
    expect(bits('-16777217.0000000000000000001')).toBe('cb800001');
  });

  it('rounds every float as the middle of its neighbours says, exactly', () => {
    const view = new DataView(new ArrayBuffer(4));
    const floats = fc.integer({ min: 1, max: 0x7f_7f_ff_fe }).map((word) => {
      view.setInt32(0, word);
      const [low] = [view.getFloat32(0)];
      view.setInt32(0, word + 1);
      return { low, high: view.getFloat32(0), even: word % 2 === 0 };
    });
    fc.assert(
      fc.property(floats, ({ low, high, even }) => {
        const middle = exactDecimal((low + high) / 2);
        const read = (text: string): number => new DataView(serializeKey('float', text).buffer).getFloat32(0);
        expect([read(middle), read(`${middle}1`)]).toEqual([even ? low : high, high]);
      }),
    );
  });

  it('reads the timestamps that Ringside prints itself', () => {
    const ms = (text: string): bigint => readBack(serializeKey('timestamp', text));
    expect(ms('2026-11-23 10:00:00.000000+0000')).toBe(BigInt(Date.UTC(2026, 10, 23, 10)));
    expect(ms('2026-11-23T10:00:00.000Z')).toBe(BigInt(Date.UTC(2026, 10, 23, 10)));
    expect(ms('1969-12-31 23:59:59.999999+0000')).toBe(-1n);
  });

  it('shows only the beginning of a long text', () => {
    expect(() => serializeKey('int', 'x'.repeat(10_000))).toThrow(/^"x{57}…" is not a valid int$/);
  });

  it('answers for any text with bytes or a refusal, never with another error', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KEY_TYPES),
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-+0-9.:eET/ Z]{0,20}$/)),
        (type, text) => {
          expect(outcome(() => serializeKey(type, text))).toMatch(/^(?:bytes|INVALID_KEY)$/);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('encodeRoutingKey()', () => {
  it('keeps a single component as it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (key) => {
        expect(encodeRoutingKey([key])).toBe(key);
      }),
    );
  });

  it('frames several components so that they read back apart', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 2, maxLength: 5 }), (components) => {
        expect(split(encodeRoutingKey(components))).toEqual(components);
      }),
    );
  });

  it('refuses no component, and one that two bytes cannot count', () => {
    expect(() => encodeRoutingKey([])).toThrow(OpsError);
    expect(() => encodeRoutingKey([new Uint8Array()])).toThrow('cannot be empty');
    expect(() => encodeRoutingKey([new Uint8Array(40_000), new Uint8Array(40_000)])).toThrow('80006 bytes long in all');
    expect(() => encodeRoutingKey([new Uint8Array(1), new Uint8Array(MAX_KEY_BYTES + 1)])).toThrow('Key component 2 is 65536 bytes long');
    expect(encodeRoutingKey([new Uint8Array(MAX_KEY_BYTES)])).toHaveLength(MAX_KEY_BYTES);
  });
});

/** `bytes`, or the code of the refusal. */
function outcome(serialize: () => Uint8Array): string {
  try {
    return serialize() instanceof Uint8Array ? 'bytes' : 'something else';
  } catch (error) {
    return isOpsError(error) ? error.code : String(error);
  }
}

/** All digits of a double, none of them rounded. */
function exactDecimal(double: number): string {
  let scale = 0;
  let whole = double;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    scale += 1;
  }
  const digits = (BigInt(whole) * 5n ** BigInt(scale)).toString().padStart(scale + 1, '0');
  return `${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}`;
}

function readBack(bytes: Uint8Array): bigint {
  return BigInt.asIntN(
    bytes.length * 8,
    bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n),
  );
}

function split(key: Uint8Array): Uint8Array[] {
  const components: Uint8Array[] = [];
  for (let at = 0; at < key.length;) {
    const length = ((key[at] ?? 0) << 8) | (key[at + 1] ?? 0);
    components.push(key.slice(at + 2, at + 2 + length));
    expect(key[at + 2 + length]).toBe(0);
    at += length + 3;
  }
  return components;
}
