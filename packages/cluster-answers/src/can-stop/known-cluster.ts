import {
  type ClusterWatch,
  type Judged,
  type ObservedNode,
  readMergedView,
  topologyOf,
  UNKNOWN_DATACENTER,
  UNKNOWN_RACK,
} from '@ringside/cluster-watch';
import { mapSome } from '@ringside/core';
import { formatEndpoint, keyspaceName, type KeyspaceName } from '@ringside/model';
import type { KeyspaceInfo, RangeEndpoints, RingEndpoint } from '@ringside/node-control';
import { isOnRing, parseReplication } from '@ringside/ring';
import type { KnownCluster, KnownKeyspace, KnownMember } from '@ringside/safety';
import { AT_A_TIME } from '../gather.ts';

/** How long the sidecars of all nodes together may take to tell of them. */
const TOLD_WITHIN_MS = 5_000;

/** A node that is asked for all that has to be known to judge whether nodes may be stopped. */
export interface QuestionedNode extends ObservedNode {
  /** Its reads. */
  readonly reads: ObservedNode['reads'] & {
    /** As of the port. */
    readonly keyspaces: () => Promise<readonly KeyspaceInfo[]>;
    /** As of the port. */
    readonly pendingRanges: (keyspace: KeyspaceName) => Promise<readonly RangeEndpoints[]>;
  };
  /** What it answers over CQL. */
  readonly cql: {
    /** Its settings by name. */
    readonly settings: () => Promise<Readonly<Record<string, string>>>;
  };
}

/**
 * The cluster as it is known from all sides: members with the verdict on each, the ring that reads see, and keyspaces with the ranges that move. What
 * only the sidecar of each node can tell is not known yet.
 *
 * @throws OpsError the asked node's own error when it does not answer
 */
export async function knownCluster(
  asked: QuestionedNode,
  all: readonly ObservedNode[],
  watch: Pick<ClusterWatch, 'judged'>,
): Promise<KnownCluster> {
  const [{ endpoints }, keyspaces, usesAuthentication] = await Promise.all([
    readMergedView(asked, all),
    asked.reads.keyspaces(),
    asked.cql.settings().then(logsIn, () => undefined),
  ]);
  return {
    topology: topologyOf(endpoints),
    members: watch.judged(endpoints).map((endpoint) => memberOf(endpoint)),
    keyspaces: await withPending(asked, keyspaces),
    usesAuthentication,
  };
}

/** What only the sidecar of a node can tell of it. */
export type ToldOfNode = Pick<KnownMember, 'streams' | 'freeBytes'>;

/** Asks the sidecar of a node; rejects where it does not answer. */
export type AskNode = (node: string, signal: AbortSignal) => Promise<ToldOfNode>;

/** The same cluster with what the sidecars of some nodes tell, as far as they can be asked: several at a time, all within a few seconds. */
export async function withTold(cluster: KnownCluster, nodes: readonly string[], ask: AskNode): Promise<KnownCluster> {
  const over = AbortSignal.timeout(TOLD_WITHIN_MS);
  const told = new Map<string, ToldOfNode>();
  await mapSome(nodes, AT_A_TIME, async (node) => {
    const answer = over.aborted ? undefined : await ask(node, over).catch(() => undefined);
    if (answer !== undefined) told.set(node, answer);
  });
  return { ...cluster, members: cluster.members.map((member) => Object.assign({}, member, told.get(member.id))) };
}

function memberOf(endpoint: Judged<RingEndpoint>): KnownMember {
  const { datacenter, rack, state, status, schemaVersion, verdict } = endpoint;
  return {
    id: formatEndpoint(endpoint),
    datacenter: datacenter ?? UNKNOWN_DATACENTER,
    rack: rack ?? UNKNOWN_RACK,
    state,
    liveness: status === 'Up' ? 'up' : status === 'Down' ? 'down' : 'unknown',
    said: verdict.sentence,
    schemaVersion,
  };
}

/** Ranges move alike for keyspaces that replicate alike, so one of them is asked for. */
async function withPending({ reads }: QuestionedNode, keyspaces: readonly KeyspaceInfo[]): Promise<readonly KnownKeyspace[]> {
  const asked = new Map<string, Promise<readonly RangeEndpoints[]>>();
  return Promise.all(
    keyspaces.map(async ({ name, replication }) => {
      const strategy = parseReplication(replication);
      if (!isOnRing(strategy)) return { name, strategy, pending: [] };
      const key = JSON.stringify(Object.entries(replication).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      const pending = asked.get(key) ?? reads.pendingRanges(keyspaceName(name));
      asked.set(key, pending);
      return { name, strategy, pending: await pending };
    }),
  );
}

/** Whether clients log in: everybody is let in where no other authenticator is set (`AuthConfig.applyAuth`), whose setting then has no value. */
function logsIn(settings: Readonly<Record<string, string>>): boolean {
  const told = Object.entries(settings).filter(([name]) => name === 'authenticator' || name.startsWith('authenticator.'));
  return told.length > 0 && !told.some(([, value]) => value.includes('AllowAllAuthenticator'));
}
