import { formatBytes } from '@ringside/core';
import type { KnownCluster, KnownMember } from './known-cluster.ts';
import type { CircumstanceRefusal } from './refusal.ts';
import { namesText } from './words.ts';

/** Below this a node may not come up again: it flushes what it replays from its commit log, whose default limit is 8 GiB, and writes system tables. */
const LEAST_FREE_BYTES = 1_073_741_824;

/** What about the whole cluster forbids to stop any of its nodes now. */
export function clusterRefusals(cluster: KnownCluster): readonly CircumstanceRefusal[] {
  return [...topologyChanges(cluster), ...pendingRanges(cluster), ...schemaDisagreement(cluster), ...operations(cluster, undefined)];
}

/** What about these nodes forbids to stop them now, however many replicas there are. */
export function victimRefusals(cluster: KnownCluster, victims: readonly KnownMember[]): readonly CircumstanceRefusal[] {
  return [
    ...victims.flatMap((victim) => [...streams(victim), ...hints(cluster, victim), ...disk(victim)]),
    ...operations(cluster, victims),
  ];
}

/** What is not known of these nodes, in sentences. */
export function unknownOf(cluster: KnownCluster, victims: readonly KnownMember[]): readonly string[] {
  const missing = (what: string, isMissing: (member: KnownMember) => boolean): readonly string[] => {
    const nodes = victims
      .filter((each) => isMissing(each))
      .map(({ id }) => id)
      .toSorted(new Intl.Collator('en', { numeric: true }).compare);
    return nodes.length === 0 ? [] : [`Not known: ${what} of ${namesText(nodes)}.`];
  };
  return [
    ...missing('the schema version', ({ schemaVersion }) => schemaVersion === null),
    ...missing('streams', (member) => member.streams === undefined),
    ...missing('hints', ({ hintsFor }) => hintsFor === undefined),
    ...missing('the free disk space', ({ freeBytes }) => freeBytes === undefined),
    ...(cluster.operations === undefined ? ['Not known: operations that others run, such as a repair.'] : []),
    ...cluster.keyspaces.flatMap(({ name, strategy }) =>
      strategy.class === 'MetaStrategy' ? [`Not judged: keyspace ${name}, whose replicas are chosen by hand and not by the ring.`] : [],
    ),
  ];
}

const DOING: Readonly<Record<Exclude<KnownMember['state'], 'Normal'>, string>> = {
  Joining: 'joining the ring',
  Leaving: 'leaving the ring',
  Moving: 'moving on the ring',
};

function topologyChanges({ members }: KnownCluster): readonly CircumstanceRefusal[] {
  return members.flatMap(({ id, state }) =>
    state === 'Normal'
      ? []
      : [
          {
            kind: 'topologyChange',
            nodes: [id],
            sentence: `${id} is ${DOING[state]}: until it is done, writes need more replicas than reads.`,
          },
        ],
  );
}

function pendingRanges({ keyspaces }: KnownCluster): readonly CircumstanceRefusal[] {
  const moving = keyspaces.filter(({ pending }) => pending.length > 0);
  const [first] = moving.flatMap(({ pending }) => pending);
  if (first === undefined) return [];
  const nodes = [...new Set(moving.flatMap(({ pending }) => pending.flatMap(({ endpoints }) => endpoints)))].toSorted();
  const names = `${moving.length === 1 ? 'keyspace' : 'keyspaces'} ${namesText(moving.map(({ name }) => name))}`;
  const sentence = `Range (${first.start}, ${first.end}] of ${names} is being handed to ${namesText(first.endpoints)}: until it is, writes to it need more replicas.`;
  return [{ kind: 'pendingRanges', nodes, sentence }];
}

function schemaDisagreement({ members }: KnownCluster): readonly CircumstanceRefusal[] {
  const byVersion = new Map<string, string[]>();
  for (const { id, liveness, schemaVersion } of members)
    if (liveness === 'up' && schemaVersion !== null) byVersion.set(schemaVersion, [...(byVersion.get(schemaVersion) ?? []), id]);
  if (byVersion.size < 2) return [];
  const parts = [...byVersion].map(([version, nodes]) => `${namesText(nodes)} ${nodes.length === 1 ? 'has' : 'have'} ${version}`);
  return [
    { kind: 'schemaDisagreement', nodes: [...byVersion.values()].flat(), sentence: `Nodes disagree on the schema: ${parts.join('; ')}.` },
  ];
}

function streams({ id, streams: running = [] }: KnownMember): readonly CircumstanceRefusal[] {
  if (running.length === 0) return [];
  return [{ kind: 'streams', nodes: [id], sentence: `${id} is streaming: ${namesText(running)}.` }];
}

/** Hints for a node that is down wait for it wherever they are; those for a live one are writes that it lacks until they arrive. */
function hints({ members }: KnownCluster, { id, hintsFor = [] }: KnownMember): readonly CircumstanceRefusal[] {
  const up = new Set(members.filter(({ liveness }) => liveness === 'up').map((member) => member.id));
  const behind = hintsFor.filter((node) => up.has(node));
  if (behind.length === 0) return [];
  const sentence = `${id} still has hints for ${namesText(behind)}, which ${behind.length === 1 ? 'lacks' : 'lack'} these writes until they are delivered.`;
  return [{ kind: 'hints', nodes: [id, ...behind], sentence }];
}

function disk({ id, freeBytes = LEAST_FREE_BYTES }: KnownMember): readonly CircumstanceRefusal[] {
  if (freeBytes >= LEAST_FREE_BYTES) return [];
  const sentence = `${id} has ${formatBytes(freeBytes)} left on a data disk, and may not start again with less than ${formatBytes(LEAST_FREE_BYTES)}.`;
  return [{ kind: 'disk', nodes: [id], sentence }];
}

/** @param victims the operations that need one of them; undefined for those that need the whole cluster */
function operations(
  { operations: running = [] }: KnownCluster,
  victims: readonly KnownMember[] | undefined,
): readonly CircumstanceRefusal[] {
  const isDisturbed = (nodes: readonly string[]): boolean =>
    victims === undefined ? nodes.length === 0 : victims.some(({ id }) => nodes.includes(id));
  return running
    .filter(({ nodes }) => isDisturbed(nodes))
    .map(({ name, nodes }) => ({
      kind: 'operation',
      nodes,
      sentence: `${name} is running and needs ${nodes.length === 0 ? 'every node' : namesText(nodes)}.`,
    }));
}
