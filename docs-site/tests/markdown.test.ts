import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { picturesInSource } from '../plugins/live-pictures/pictures-in-source.ts';
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

describe('picturesInSource()', () => {
  const built = (quote: string): string =>
    `<figure><figcaption><strong id=${quote}odd-title${quote}>Odds</strong><span>What a die &amp; a coin show.</span></figcaption>` +
    `<svg></svg><p class=told data-live-told=true>It&#x27;s heads.<p>More</figure>` +
    `<figure><strong id=${quote}second-title${quote}>Odds</strong><span>Again.</span><p role="status" data-live-told="true">Tails.</p></figure>`;
  const source =
    'Before\n\n<LivePicture id="odd" dice={2} />\n\n`<LivePicture id="odd" />` is code\n\n<LivePicture id="odd" name="second" />\n';

  it.each(['', '"'])('says in words what each picture shows, with a link to it, and leaves code alone (quotes: %j)', (quote) => {
    expect(picturesInSource(source, 'docs/x.mdx', { html: built(quote), url: 'https://docs.example/x' })).toBe(
      "Before\n\nLive picture [Odds](https://docs.example/x#live-odd): What a die & a coin show. As it stands first: It's heads.\n\n" +
        '`<LivePicture id="odd" />` is code\n\n' +
        'Live picture [Odds](https://docs.example/x#live-second): Again. As it stands first: Tails.\n',
    );
  });

  it('fails, with file and line, for a picture that the build does not have', () => {
    const build = (): string => picturesInSource(source, 'docs/x.mdx', { html: '', url: '' });
    expect(build).toThrow(/docs\/x\.mdx:3.*no picture "odd"/);
  });
});
