import type { ClusterHealthAnswer, HealthFinding, KeyspaceHealth } from '@ringside/api';
import { clusterRules } from '@ringside/advice';
import { formatDuration } from '@ringside/core';
import { leastSkewMs } from './clocks.ts';

/** What a cluster is judged by. */
export type HealthEvidence = Omit<ClusterHealthAnswer, 'state' | 'sentence' | 'findings'>;

const WORST_FIRST: readonly HealthFinding['severity'][] = ['failing', 'degraded', 'note'];
/** From where on clocks are a finding: the bound of the rule that gives advice on them. */
const SKEW_MS: number = clusterRules.find(({ name }) => name === 'clock-skew')?.consider ?? Infinity;

/** Judges a cluster by all that is known of it, and says so in one sentence. */
export function judgeHealth(evidence: HealthEvidence): ClusterHealthAnswer {
  const findings = [
    ...rangeFindings(evidence),
    ...nodeFindings(evidence),
    ...schemaFindings(evidence),
    ...clockFindings(evidence),
    ...movingFindings(evidence),
    ...replicationNotes(evidence),
  ].toSorted((a, b) => WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity));
  const [worst] = findings;
  const state = worst === undefined || worst.severity === 'note' ? 'healthy' : worst.severity;
  return { state, sentence: sentenceOf(state, findings, evidence), findings, ...evidence };
}

function sentenceOf(
  state: ClusterHealthAnswer['state'],
  findings: readonly HealthFinding[],
  { nodes, consistency }: HealthEvidence,
): string {
  const wrong = findings.filter(({ severity }) => severity !== 'note').map(({ sentence }) => sentence);
  const notes = findings.filter(({ severity }) => severity === 'note').map(({ sentence }) => sentence);
  const live = nodes.filter(({ liveness }) => liveness === 'live').length;
  const counted = `${live} of ${nodes.length} ${nodes.length === 1 ? 'nodes is' : 'nodes are'} live`;
  if (wrong.length > 0) return `${state}: ${wrong.join('; ')}`;
  return `healthy: ${[counted, notes.length === 0 ? `every range can be read and written at ${consistency}` : notes.join('; ')].join('; ')}`;
}

function rangeFindings({ keyspaces, consistency }: HealthEvidence): readonly HealthFinding[] {
  const judged = keyspaces.filter(({ hasTooFewNodes }) => !hasTooFewNodes);
  const count = (keyspace: KeyspaceHealth, what: 'unavailable' | 'underReplicated'): number => keyspace.levels[consistency]?.[what] ?? 0;
  const broken = judged.filter((keyspace) => count(keyspace, 'unavailable') > 0);
  const weak = judged.filter((keyspace) => count(keyspace, 'unavailable') === 0 && count(keyspace, 'underReplicated') > 0);
  const list = (some: readonly KeyspaceHealth[], what: 'unavailable' | 'underReplicated'): string =>
    some.map((each) => `${each.keyspace} (${count(each, what)} of ${each.levels[consistency]?.total ?? 0})`).join(', ');
  return [
    ...finding(broken.length > 0, 'failing', 'ranges', () => `ranges of ${list(broken, 'unavailable')} are unavailable at ${consistency}`),
    ...finding(weak.length > 0, 'degraded', 'ranges', () => `ranges of ${list(weak, 'underReplicated')} are under-replicated`),
  ];
}

function nodeFindings({ nodes }: HealthEvidence): readonly HealthFinding[] {
  const named = (liveness: string): readonly string[] => nodes.filter((node) => node.liveness === liveness).map(({ endpoint }) => endpoint);
  const [dead, suspect] = [named('dead'), named('suspect')];
  return [
    ...finding(dead.length > 0, 'degraded', 'nodes', () => `dead: ${dead.join(', ')}`),
    ...finding(suspect.length > 0, 'degraded', 'nodes', () => `suspect: ${suspect.join(', ')}`),
  ];
}

/** Of nodes that are live only: what gossip says of others is what they had. */
export function liveSchemaVersions({
  nodes,
  schemaVersions,
}: Pick<HealthEvidence, 'nodes' | 'schemaVersions'>): readonly (readonly string[])[] {
  const live = new Set(nodes.filter(({ liveness }) => liveness === 'live').map(({ endpoint }) => endpoint));
  return schemaVersions
    .filter(({ version }) => version !== null)
    .map(({ endpoints }) => endpoints.filter((endpoint) => live.has(endpoint)))
    .filter((endpoints) => endpoints.length > 0);
}

function schemaFindings(evidence: HealthEvidence): readonly HealthFinding[] {
  const groups = liveSchemaVersions(evidence);
  return finding(
    groups.length > 1,
    'degraded',
    'schema',
    () => `live nodes disagree on the schema: ${groups.map((endpoints) => endpoints.join(', ')).join(' | ')}`,
  );
}

function clockFindings({ clocks }: HealthEvidence): readonly HealthFinding[] {
  const skewMs = leastSkewMs(clocks);
  return finding(
    skewMs !== null && skewMs >= SKEW_MS,
    'degraded',
    'clocks',
    () => `the clocks of two nodes differ by at least ${formatDuration(skewMs ?? 0)}`,
  );
}

function movingFindings({ keyspaces }: HealthEvidence): readonly HealthFinding[] {
  const moving = keyspaces.filter(({ pendingRanges }) => (pendingRanges ?? 0) > 0);
  const list = moving.map(({ keyspace, pendingRanges }) => `${keyspace} (${pendingRanges})`).join(', ');
  return finding(moving.length > 0, 'note', 'pendingRanges', () => `ranges of ${list} are moving to other nodes`);
}

function replicationNotes({ keyspaces }: HealthEvidence): readonly HealthFinding[] {
  const names = keyspaces.filter(({ hasTooFewNodes }) => hasTooFewNodes).map(({ keyspace }) => keyspace);
  return finding(
    names.length > 0,
    'note',
    'replication',
    () =>
      `${names.join(', ')} ${names.length === 1 ? 'asks' : 'ask'} for more replicas than there are nodes, and nothing is broken by that`,
  );
}

function finding(
  isSo: boolean,
  severity: HealthFinding['severity'],
  about: HealthFinding['about'],
  sentence: () => string,
): readonly HealthFinding[] {
  return isSo ? [{ severity, about, sentence: sentence() }] : [];
}
