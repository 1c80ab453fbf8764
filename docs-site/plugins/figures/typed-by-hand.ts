import type { Root, Text } from 'mdast';
import { visit } from 'unist-util-visit';

/** A number that somebody typed beside a unit. */
export interface TypedFigure {
  readonly text: string;
  readonly line: number;
}

const TIME = 'µs|ms|s|min|h|microseconds?|milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|centur(?:y|ies)';
const SIZE = 'bits?|bytes?|B|[KMGT]i?B|kB';
const COUNT =
  'nodes?|rows?|rounds?|tokens?|vnodes?|replicas?|copies|ranges?|racks?|datacenters?|keys?|partitions?|cells?|columns?|SSTables?|segments?|files?|tables?|' +
  'intervals?|heartbeats?|messages?|requests?|reads?|writes?|hints?|tombstones?|outages?|hashes|leaves|levels?|threads?|cores?|times|round trips?';
const NUMBER = String.raw`(?<![\w.,#/-])\d[\d,.]*(?:\s?(?:million|billion|thousand|M|k))?`;
const FIGURE = new RegExp(String.raw`${NUMBER}(?:\s?[%×]|[\s ‑-]?(?:${TIME}|${SIZE}|${COUNT})(?![\w-]))`, 'g');

/** Figures with units in a text: `8 ms`, `30 %`, `1,000 rows`; not versions, names or plain numbers. */
export function figuresIn(text: string): readonly string[] {
  return [...text.matchAll(FIGURE)].map(([figure]) => figure);
}

/** Every figure in a page's prose and tables. Code, links' addresses and components' attributes are no prose. */
export function typedFigures(tree: Root): readonly TypedFigure[] {
  const found: TypedFigure[] = [];
  visit(tree, 'text', (node: Text) => {
    const start = node.position?.start.line ?? 1;
    for (const text of figuresIn(node.value)) {
      const before = node.value.slice(0, node.value.indexOf(text));
      found.push({ text, line: start + before.split('\n').length - 1 });
    }
  });
  return found;
}
