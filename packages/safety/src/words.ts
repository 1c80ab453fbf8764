import type { RangeRefusal } from './refusal.ts';

const MOST_NAMES = 3;

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function namesText(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  if (more > 1) return `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more`;
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A number of things: `1 range`, `2 ranges`. */
export function countText(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** Why too few replicas would be left, in one sentence. */
export function rangeSentence(refusal: Omit<RangeRefusal, 'sentence' | 'kind'>): string {
  const { keyspaces, level, datacenter, cause, range, ranges, replicas, needed } = refusal;
  const keyspace = `${keyspaces.length === 1 ? 'keyspace' : 'keyspaces'} ${namesText(keyspaces)}`;
  const more = ranges > 1 ? ` (and ${countText(ranges - 1, 'more range')})` : '';
  const where = datacenter === null ? '' : ` in ${datacenter}`;
  const of = `${countText(needed, 'replica')}${where} of range (${range.start}, ${range.end}]${more}`;
  return `${level} on ${keyspace} needs ${of}, held by ${listText(replicas.map(({ node }) => node))}: ${BECAUSE[cause](refusal)}.`;
}

type Facts = Pick<RangeRefusal, 'replicas' | 'left' | 'needed'>;

const BECAUSE: Readonly<Record<RangeRefusal['cause'], (facts: Facts) => string>> = {
  victims: ({ replicas, left }) =>
    `without ${listText(nodesThatAre(replicas, 'stopped'))}, ${left} would be left${lostText(replicas, ', since ')}`,
  already: ({ replicas, left }) =>
    `only ${left + nodesThatAre(replicas, 'stopped').length} can be counted on before anything is stopped${lostText(replicas, ', since ')}`,
  never: ({ replicas }) =>
    replicas.length === 1
      ? 'the only replica can never be stopped without failed requests'
      : 'the level needs every one of them, so none can ever be stopped without failed requests',
  tooFewNodes: ({ replicas }) => `there are ${replicas.length === 0 ? 'none' : `only ${replicas.length}`}, even with every node up`,
};

function nodesThatAre(replicas: RangeRefusal['replicas'], is: RangeRefusal['replicas'][number]['is']): readonly string[] {
  return replicas.filter((each) => each.is === is).map(({ node }) => node);
}

function lostText(replicas: RangeRefusal['replicas'], before: string): string {
  const lost = replicas.filter(({ is }) => is === 'down' || is === 'unknown').map(({ node, said }) => `${node} is ${said}`);
  return lost.length === 0 ? '' : before + lost.join(', and ');
}

function listText(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? 'no node') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
