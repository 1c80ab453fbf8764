import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, prose, table } from '../scripts/generate/markdown.ts';
import { schemaRows, typeText } from '../scripts/generate/schema-rows.ts';

const noReference = (): never => {
  throw new Error('there is nothing to refer to');
};

describe('prose()', () => {
  it('keeps code spans and makes every other sign stand for itself', () => {
    expect(prose('`owns` of <node> is {x} or *')).toBe(
      String.raw`\`owns\` of \<node\> is \{x\} or \*`.replace(String.raw`\`owns\``, '`owns`'),
    );
  });

  it('never lets a text break out of its table cell', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        const [, , row = ''] = table(['a', 'b'], [[`x${prose(left.replaceAll('\n', ' '))}`, `y${code(right)}`]]).split('\n');
        expect(row.split(/(?<!\\)\|/).length).toBeLessThanOrEqual(4);
      }),
    );
  });
});

describe('table()', () => {
  it('leaves out a column in which nothing stands', () => {
    expect(
      table(
        ['key', 'flag'],
        [
          ['a', '–'],
          ['b', ''],
        ],
      ),
    ).toBe('| key |\n| --- |\n| a |\n| b |');
  });
});

describe('schemaRows()', () => {
  it('names nested fields by their path, through arrays and maps', () => {
    const schema = {
      type: 'object',
      required: ['ranges'],
      properties: {
        ranges: { type: 'array', items: { type: 'object', properties: { start: { type: 'string', description: 'Its start.' } } } },
        byNode: { type: 'object', additionalProperties: { type: 'integer' } },
      },
    };
    expect(schemaRows(schema, noReference)).toEqual([
      { path: 'ranges', type: 'array of object', required: true, description: '' },
      { path: 'ranges[].start', type: 'string', required: false, description: 'Its start.' },
      { path: 'byNode', type: 'map of integer', required: false, description: '' },
    ]);
  });

  it('ends on a schema that contains itself', () => {
    const node = { type: 'object', properties: { below: { $ref: '#' } } };
    expect(schemaRows(node, () => node).length).toBeLessThan(20);
  });

  it('reads choices and constants as what they allow', () => {
    expect(typeText({ anyOf: [{ const: 'Up' }, { const: 'Down' }, { type: 'null' }] }, noReference)).toBe('"Up" | "Down" | null');
  });
});
