import { toString } from 'mdast-util-to-string';
import { describe, expect, it } from 'vitest';
import { cited, table } from '../figures/figure.ts';
import { figuresInSource, placeFigures, refuseTypedFigures } from '../plugins/figures/remark-figures.ts';
import { figuresIn } from '../plugins/figures/typed-by-hand.ts';
import { parsePage } from '../plugins/page/parse.ts';

const all = {
  gossip: {
    rounds: '5 rounds',
    window: cited('3 hours', 'Config.java'),
    growth: table(
      ['nodes', 'rounds'],
      [
        ['10', '4'],
        ['100', '7'],
      ],
    ),
  },
};
const FILE = '/srv/docs/learn/gossip.mdx';

describe('figuresIn()', () => {
  it.each(
    ['8 ms', '30 %', '1,000 rows', '3.5×', '10-second', '256 vnodes', '2 billion cells', '99.9%', '64 KiB', '5 minutes'].map((text) => [
      text,
    ]),
  )('finds the planted "%s"', (text) => {
    expect(figuresIn(`It is ${text} here.`)).toHaveLength(1);
  });

  it.each(
    ['Cassandra 5.0', 'CASSANDRA-14346', 'three nodes', 'R + W > N', 'page 3', 'Java 17', 'node2 replies', 'CEP-21 messages'].map(
      (text) => [text],
    ),
  )('leaves "%s" alone', (text) => {
    expect(figuresIn(text)).toEqual([]);
  });
});

describe('refuseTypedFigures()', () => {
  const refuse = (source: string) => () => refuseTypedFigures(parsePage(source, FILE), FILE);

  it('names file, line and remedy of a figure in prose and in a table', () => {
    expect(refuse('# Gossip\n\nA round\ntakes 5 ms.')).toThrow(/gossip\.mdx:4: "5 ms" is typed by hand\. .*figures\/gossip\.ts/);
    expect(refuse('| a | b |\n| --- | --- |\n| x | 7 nodes |')).toThrow('gossip.mdx:3: "7 nodes"');
  });

  it('lets code, outputs and placed figures be', () => {
    expect(refuse('`sleep 5 s`\n\n```text output\n5 ms\n```\n\nIt takes <Fig name="rounds" />.')).not.toThrow();
  });
});

describe('placeFigures()', () => {
  it('makes one text of a sentence with its figures, and a table of a table', () => {
    const tree = parsePage('It takes <Fig name="rounds" /> in <Fig name="window" />.\n\n<FigTable name="growth" />', FILE);
    placeFigures(tree, FILE, all);
    expect(tree.children[0]).toMatchObject({ type: 'paragraph', children: [{ type: 'text', value: 'It takes 5 rounds in 3 hours.' }] });
    expect(tree.children[1]?.type).toBe('table');
    expect(toString(tree.children[1])).toBe('nodesrounds1041007');
  });

  it('names file, line and the nearest figure for one that is not there', () => {
    expect(() => placeFigures(parsePage('text\n\n<Fig name="round" />', FILE), FILE, all)).toThrow(
      'gossip.mdx:3: figures/gossip.ts has no figure "round". Did you mean "rounds"?',
    );
    expect(() => placeFigures(parsePage('a <Fig name="growth" /> b', FILE), FILE, all)).toThrow('A table is placed with <FigTable>');
  });
});

describe('figuresInSource()', () => {
  it('gives Markdown with the figures in it', () => {
    expect(figuresInSource('It takes <Fig name="rounds" />.\n\n<FigTable name="growth" />\n', FILE, all)).toBe(
      'It takes 5 rounds.\n\n| nodes | rounds |\n| --- | --- |\n| 10 | 4 |\n| 100 | 7 |\n',
    );
  });
});

describe('table()', () => {
  it('refuses a row that is not as long as its head', () => {
    expect(() => table(['a', 'b'], [['1']])).toThrow('The row "1" has 1 cells, its table has 2');
  });
});
