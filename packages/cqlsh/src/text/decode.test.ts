import { describe, expect, it } from 'vitest';
import { hex, utf8 } from '../testing/bytes.ts';
import { decodeCqlText } from './decode.ts';

const TEXT = "INSERT INTO t (k) VALUES ('é日😀');\n";
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const name = 'a.cql';

describe('decodeCqlText()', () => {
  it.each<[string, Buffer, string | undefined]>([
    ['UTF-8', utf8(TEXT), undefined],
    ['UTF-8 with a mark', Buffer.concat([hex('efbbbf'), utf8(TEXT)]), undefined],
    ['UTF-16 LE with a mark', Buffer.concat([hex('fffe'), Buffer.from(TEXT, 'utf16le')]), undefined],
    ['UTF-16 BE with a mark', Buffer.concat([hex('feff'), utf16be(TEXT)]), undefined],
    ['UTF-16 LE that is named', Buffer.from(TEXT, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE that is named', utf16be(TEXT), 'UTF-16BE'],
    ['U+FFFD that is meant', utf8(`${TEXT}\uFFFD`), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('reads %s', (what, bytes, encoding) => {
    const expected = what === 'nothing' ? '' : what.startsWith('U+') ? `${TEXT}\uFFFD` : TEXT;
    expect(decodeCqlText(bytes, { name, encoding })).toBe(expected);
  });

  it('reads Latin-1 as ISO 8859-1, not as Windows-1252', () => {
    expect(decodeCqlText(hex('e980ff'), { name, encoding: 'latin1' })).toBe('é\u0080ÿ');
    expect(decodeCqlText(hex('e980ff'), { name, encoding: 'windows-1252' })).toBe('é€ÿ');
    expect(() => decodeCqlText(hex('81'), { name, encoding: 'cp1252' })).toThrow(/not valid windows-1252/);
    expect(() => decodeCqlText(hex('e9'), { name, encoding: 'ascii' })).toThrow(/not valid/);
  });

  it.each([
    ['iso-8859-15', 'a4', '€'],
    ['windows-1251', 'e9', 'й'],
    ['shift_jis', '93fa', '日'],
    ['gb18030', 'c8d5', '日'],
    ['koi8-r', 'c1', 'а'],
  ])('reads %s', (encoding, digits, text) => {
    expect(decodeCqlText(hex(digits), { name, encoding })).toBe(text);
  });

  it.each<[string, Buffer, number, string]>([
    ['Latin-1', Buffer.from("USE a;\nSELECT 'é'", 'latin1'), 15, 'e9'],
    ['a character that is cut off', hex('61c3'), 1, 'c3'],
    ['a character that is cut off in the middle', hex('61e69741'), 1, 'e6'],
    ['a surrogate in UTF-8', hex('eda080'), 0, 'ed'],
    ['a byte behind U+FFFD that is meant', hex('efbfbdff'), 3, 'ff'],
  ])('refuses %s and names the byte', (_, bytes, at, byte) => {
    expect(() => decodeCqlText(bytes, { name })).toThrow(
      expect.objectContaining({
        code: 'CQL_MALFORMED',
        message: expect.stringContaining(`a.cql: byte ${at} (0x${byte})`) as string,
        remedy: expect.stringContaining('Name its encoding, such as latin1') as string,
      }),
    );
  });

  it.each<[string, Buffer, number]>([
    ['half of a pair', hex('fffe 6100 3dd8 6100'), 4],
    ['the second half alone', hex('fffe 00dc'), 2],
    ['an odd number of bytes', hex('fffe 610062'), 4],
  ])('refuses UTF-16 with %s', (_, bytes, at) => {
    expect(() => decodeCqlText(bytes, { name })).toThrow(new RegExp(`byte ${at} .*UTF-16LE`));
  });

  it('refuses UTF-16 without a mark, UTF-32, and encodings that are not known, each with what to do', () => {
    expect(() => decodeCqlText(Buffer.from(TEXT, 'utf16le'), { name })).toThrow(/looks like UTF-16LE/);
    expect(() => decodeCqlText(hex('fffe0000 61000000'), { name })).toThrow(/UTF-32LE/);
    expect(() => decodeCqlText(utf8(TEXT), { name, encoding: 'utf8x' })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining('utf8x') as string }),
    );
  });
});
