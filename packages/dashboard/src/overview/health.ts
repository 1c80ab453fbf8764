import { formatEndpoint } from '@ringside/model';
import { asksForMore } from '../keyspaces/asks-for-more.ts';
import type { Keyspace, Node, Observation } from '../live/observation.ts';

/** How bad it is: nothing, look at it, requests fail. */
export type Tone = 'good' | 'warn' | 'bad';

/** How the cluster is. */
export interface Health {
  readonly tone: Tone;
  /** In one sentence. */
  readonly sentence: string;
  /** What is wrong, the worst first. */
  readonly problems: readonly Problem[];
  /** Keyspaces that ask for more replicas than there are nodes, where nothing else is wrong with them. */
  readonly beyondSize: readonly string[];
}

/** One thing that is wrong. */
export interface Problem {
  readonly tone: Exclude<Tone, 'good'>;
  /** In one sentence. */
  readonly sentence: string;
  /** The node that it is about, `address:port`. */
  readonly node?: string;
  /** The keyspace that it is about. */
  readonly keyspace?: string;
}

/** Judges nodes and keyspaces together. A keyspace that asks for more replicas than there are nodes is not wrong by that. */
export function healthOf({ nodes, availability: { consistency, keyspaces } }: Observation): Health {
  const judged = keyspaces.filter((keyspace) => !asksForMore(keyspace));
  const problems = [
    ...judged.flatMap((keyspace) => keyspaceProblem(keyspace, consistency)),
    ...nodes.filter(({ verdict }) => verdict.state !== 'up').map((node) => nodeProblem(node)),
    ...schemaProblem(nodes),
  ].toSorted((a, b) => Number(a.tone === 'warn') - Number(b.tone === 'warn'));
  const failing = judged.filter(({ summary }) => summary.unavailable > 0);
  const tone = failing.length > 0 ? 'bad' : problems.length > 0 ? 'warn' : 'good';
  const beyondSize = keyspaces.filter((each) => !judged.includes(each)).map(({ keyspace }) => keyspace);
  return { tone, sentence: sentenceOf(nodes, failing, consistency), problems, beyondSize };
}

/** `3 of 3 nodes are up; every range can be read and written at LOCAL_QUORUM`. */
function sentenceOf(nodes: readonly Node[], failing: readonly Keyspace[], consistency: string): string {
  const up = nodes.filter(({ verdict }) => verdict.state === 'up').length;
  const first = `${up} of ${nodes.length} ${nodes.length === 1 ? 'node is' : 'nodes are'} up`;
  if (failing.length === 0) return `${first}; requests at ${consistency} succeed everywhere`;
  return `${first}; requests at ${consistency} fail on part of ${listOf(failing.map(({ keyspace }) => keyspace))}`;
}

function keyspaceProblem({ keyspace, summary }: Keyspace, consistency: string): readonly Problem[] {
  const { total, unavailable, underReplicated } = summary;
  if (unavailable > 0) {
    const sentence = `Requests at ${consistency} fail on ${unavailable} of ${ranges(total)} of ${keyspace}`;
    return [{ tone: 'bad', sentence, keyspace }];
  }
  if (underReplicated === 0) return [];
  return [{ tone: 'warn', sentence: `${underReplicated} of ${ranges(total)} of ${keyspace} lack a replica, and still answer`, keyspace }];
}

function ranges(count: number): string {
  return count === 1 ? '1 range' : `${count} ranges`;
}

function nodeProblem(node: Node): Problem {
  return { tone: 'warn', sentence: `${node.address} is ${node.verdict.sentence}`, node: formatEndpoint(node) };
}

/** Nodes that are up and differ in their schema: a change of it may be under way, or stuck. */
function schemaProblem(nodes: readonly Node[]): readonly Problem[] {
  const versions = new Set(nodes.flatMap(({ verdict, schemaVersion }) => (verdict.state === 'up' ? (schemaVersion ?? []) : [])));
  if (versions.size < 2) return [];
  return [{ tone: 'warn', sentence: `The nodes that are up have ${versions.size} versions of the schema` }];
}

const MOST_NAMES = 3;

/** `a`, `a and b`, `a, b, c and 4 more`. */
export function listOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
