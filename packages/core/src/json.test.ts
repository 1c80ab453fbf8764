import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from './json.ts';

test.each([
  ['{"a": x}', "unexpected token 'x' at line 1, column 7"],
  [
    '{\n  "a": 1,\n  "b": tru,\n  "c": "a long text after the fault, so that the engine quotes only its surroundings"\n}',
    'line 3, column 11',
  ],
  ['{\n"a" 1}', "expected ':' after property name at line 2, column 5"],
  ['{"a":', 'unexpected end at line 1, column 6'],
  ['', 'unexpected end'],
  ['{"a":"b', 'unterminated string at line 1, column 8'],
])('%j is refused with the place of the fault', (text, place) => {
  expect(() => parseJson(text, 'file.json')).toThrow(expect.objectContaining({ code: 'JSON_MALFORMED' }));
  expect(() => parseJson(text, 'file.json')).toThrow(/^file\.json is not valid JSON: /);
  expect(() => parseJson(text, 'file.json')).toThrow(place);
});

test('a character that does not belong is found wherever it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 }), fc.nat(60), (numbers, before) => {
      const good = `[\n${numbers.map((number) => `${number},\n`).join('')}`;
      const text = `${good}${' '.repeat(before)}@, "hunter2"${' '.repeat(before)}]`;
      const place = { line: numbers.length + 2, column: before + 1 };
      expect(() => parseJson(text, 'it')).toThrow(expect.objectContaining({ details: { source: 'it', ...place } }));
      expect(() => parseJson(text, 'it')).not.toThrow('hunter2');
    }),
  );
});

test('what is JSON is read as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(parseJson(text, 'it')).toEqual(JSON.parse(text));
    }),
  );
});
