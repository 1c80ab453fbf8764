import { expect, it } from 'vitest';
import { withoutEndlessTypes } from '../scripts/generate/endless-types.ts';
import { withoutRepeats } from '../scripts/generate/repeats.ts';

const SIGNATURE = '### a() {#a}\n\n> **a**\\<`T`\\>(`b`: `string`): `number`\n\nWhat it does.';
const NEXT = '#### Example\n\n```ts\na("b");\n```\n\n***\n\n### c() {#c}\n';

it.each([
  ['parameters without descriptions', '#### Parameters\n\n| Parameter | Type |\n| ------ | ------ |\n| `b` | `string` |'],
  ['type parameters', '#### Type Parameters\n\n| Type Parameter |\n| ------ |\n| `T` |\n| `U` *extends* `string` |'],
  ['a return type', '#### Returns\n\n`number`'],
])('%s, which the signature has, are not said again', (_, section) => {
  expect(withoutRepeats([SIGNATURE, section, NEXT].join('\n\n'))).toBe([SIGNATURE, NEXT].join('\n\n'));
});

it.each([
  [
    'parameters with descriptions',
    '#### Parameters\n\n| Parameter | Type | Description |\n| ------ | ------ | ------ |\n| `b` | `string` | A name. |',
  ],
  ['the default of a type parameter', '#### Type Parameters\n\n| Type Parameter | Default type |\n| ------ | ------ |\n| `T` | `string` |'],
  ['what is returned', '#### Returns\n\n`number`\n\nHow many there are.'],
  ['the fields of what is returned', '#### Returns\n\n`object`\n\n| Name | Type |\n| ------ | ------ |\n| `b` | `string` |'],
  ['a table of values', '#### Type Declaration\n\n| Name | Type |\n| ------ | ------ |\n| `b` | `"GET"` |'],
])('%s stay', (_, section) => {
  const page = [SIGNATURE, section, NEXT].join('\n\n');
  expect(withoutRepeats(page)).toBe(page);
});

it('a repetition that ends the page goes too', () => {
  expect(withoutRepeats(`${SIGNATURE}\n\n#### Returns\n\n\`number\`\n`)).toBe(`${SIGNATURE}\n`);
});

it('of a signature that nobody could read the type arguments are cut out', () => {
  const endless = Array.from({ length: 300 }, (_, index) => `\\{ \`a${index}\`: 1 \\}`).join(', ');
  const page = (type: string): string => `> \`const\` **all**: readonly [\`Table\`](b.md#table)${type}[]\n\nAll of them.`;
  expect(withoutEndlessTypes(page(`\\<readonly \\[${endless}\\]\\>`))).toBe(page('\\<…\\>'));
  const readable = page('\\<`"a"`, \\{ `b`: `1` \\}\\>');
  expect(withoutEndlessTypes(readable)).toBe(readable);
});
