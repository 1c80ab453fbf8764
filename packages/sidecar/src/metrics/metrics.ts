import { type ClusterWatch, verdictCounts } from '@ringside/cluster-watch';
import { deadlineIn, systemClock, withDeadline } from '@ringside/core';
import { setImmediate } from 'node:timers/promises';
import { composeFamilies, CONTENT_TYPES, expose, type Family, fromPromClient, negotiateFormat } from '@ringside/metrics';
import { formatEndpoint } from '@ringside/model';
import type { NodesMetrics } from '@ringside/node-metrics';
import type { TextPieces } from '@ringside/route-kit';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CassandraInstance } from '../instance/instance.ts';
import { probes } from '../instance/probes.ts';
import type { CertificateState } from '../listen/tls.ts';
import type { RequestMetrics } from '@ringside/route-server';
import { DURATION_BUCKETS_SECONDS, type MetricName, metricTable } from './table.ts';

/** What the metrics are measured on. */
export interface MetricsParts {
  readonly version: string;
  readonly instances: readonly CassandraInstance[];
  /** Cassandra's own, which follow those of the sidecar. */
  readonly nodes: NodesMetrics;
  readonly watch: Pick<ClusterWatch, 'members'>;
}

/** The metrics of one sidecar. */
export interface Metrics extends RequestMetrics, Pick<NodesMetrics, 'history'> {
  /** Notes how it stands with the server's certificates. */
  readonly certificates: (state: CertificateState) => void;
  /** All metrics, as they are read and sent. Waits as `read()` does. */
  readonly families: (signal: AbortSignal) => Promise<readonly Family[]>;
  /** Adds families that are asked for each time. What is awaited must end by itself, and not reject. */
  readonly tellAlso: (more: () => readonly Family[] | Promise<readonly Family[]>) => void;
  /**
   * All metrics, in the format that the header `Accept` asks for. Asks each Cassandra whether it answers, and waits no longer than 2 s for that
   * and as long as configured for its own.
   */
  readonly read: (accept: string | undefined, signal: AbortSignal) => Promise<TextPieces>;
}

/** Metrics that have measured nothing yet. */
export function createMetrics({ version, instances, nodes, watch }: MetricsParts): Metrics {
  const registry = new Registry();
  const of = (name: MetricName) => ({ name, help: metricTable[name].doc, labelNames: metricTable[name].labels, registers: [registry] });
  const up = new Gauge(of('ringside_cassandra_up'));
  new Gauge(of('ringside_sidecar_info')).set({ version }, 1);
  const readProcess = measureProcess(of);
  const readVerdicts = measureVerdicts(of, watch);
  const others: Parameters<Metrics['tellAlso']>[0][] = [];
  const families: Metrics['families'] = async (signal) => {
    const [ofNodes, ofOthers] = await Promise.all([
      nodes.collect(signal),
      Promise.all(others.map(async (each) => each())),
      readInstances(up, instances, signal),
    ]);
    for (const read of [readProcess, readVerdicts]) read();
    const own = fromPromClient(await registry.getMetricsAsJSON(), Date.now());
    return composeFamilies(own, ofNodes, ...ofOthers);
  };
  return {
    request: measureRequests(of),
    certificates: measureCertificates(of),
    families,
    history: (node) => nodes.history(node),
    tellAlso: (more) => void others.push(more),
    read: async (accept, signal) => {
      const format = negotiateFormat(accept);
      return { mediaType: CONTENT_TYPES[format], pieces: paced(expose(await families(signal), format)) };
    },
  };
}

/** Tens of thousands of values take a while to write down: others have their turn between two pieces. */
async function* paced(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    yield piece;
    await setImmediate();
  }
}

/** Asks every interface that is configured at once; its series keep the order of the configuration, whoever answers first. */
async function readInstances(up: Gauge, instances: readonly CassandraInstance[], signal: AbortSignal): Promise<void> {
  const asked = instances.flatMap((instance) =>
    probesOf(instance).map(([name, probe]) => ({
      series: { node: labelOf(instance), interface: name },
      answer: answers(() => probe(instance), signal),
    })),
  );
  for (const { series, answer } of asked) up.set(series, await answer);
}

/** What the series of a node are labelled with. */
export function labelOf({ host: address, port }: Pick<CassandraInstance, 'host' | 'port'>): string {
  return formatEndpoint({ address, port });
}

/** A node without a management interface has no series of it: 0 would be an alert that nobody can end. */
function probesOf({ controlledBy }: CassandraInstance): [string, (instance: CassandraInstance) => Promise<unknown>][] {
  return Object.entries(probes).filter(([name]) => name !== 'control' || controlledBy !== 'virtual-tables');
}

/** What a metric is made from: its row of the table, and the registry. */
type Of = (name: MetricName) => { name: string; help: string; labelNames: readonly string[]; registers: Registry[] };

function measureRequests(of: Of): Metrics['request'] {
  const answered = new Counter(of('ringside_http_requests_total'));
  const inProgress = new Gauge(of('ringside_http_requests_in_progress'));
  const duration = new Histogram({ ...of('ringside_http_request_duration_seconds'), buckets: [...DURATION_BUCKETS_SECONDS] });
  return (route) => {
    inProgress.inc();
    const observe = duration.startTimer({ route });
    return (status) => {
      inProgress.dec();
      observe();
      answered.inc({ route, status: String(status) });
    };
  };
}

function measureCertificates(of: Of): Metrics['certificates'] {
  const expiry = new Gauge(of('ringside_tls_certificate_expiry_time_seconds'));
  const failed = new Gauge(of('ringside_tls_reload_failed'));
  return ({ expiresMs, reloadFailed }) => {
    expiry.set(expiresMs / 1_000);
    failed.set(reloadFailed ? 1 : 0);
  };
}

/** Returns what reads them. Only nodes that are not up have a series of their own: a thousand sidecars each tell of a thousand nodes. */
function measureVerdicts(of: Of, watch: MetricsParts['watch']): () => void {
  const nodes = new Gauge(of('ringside_nodes'));
  const verdicts = new Gauge(of('ringside_node_verdict'));
  return () => {
    const members = watch.members();
    for (const [verdict, count] of Object.entries(verdictCounts(members))) nodes.set({ verdict }, count);
    verdicts.reset();
    for (const { verdict } of members) if (!verdict.isUp) verdicts.set({ endpoint: verdict.node, verdict: verdict.state }, 1);
  };
}

/** Returns what reads them: nothing is measured while nobody asks. */
function measureProcess(of: Of): () => void {
  const startTime = new Gauge(of('process_start_time_seconds'));
  const memory = new Gauge(of('process_resident_memory_bytes'));
  const cpu = new Counter(of('process_cpu_seconds_total'));
  startTime.set(Date.now() / 1_000 - process.uptime());
  return () => {
    const { user, system } = process.cpuUsage();
    memory.set(process.memoryUsage.rss());
    cpu.reset();
    cpu.inc((user + system) / 1_000_000);
  };
}

/** A monitoring that waits longer than this takes the sidecar itself for dead. */
const PROBE_LIMIT_MS = 2_000;

async function answers(probe: () => Promise<unknown>, signal: AbortSignal): Promise<0 | 1> {
  return withDeadline({ signal, deadline: deadlineIn(systemClock, PROBE_LIMIT_MS) }, { what: 'A probe' }, probe).then(
    () => 1,
    () => 0,
  );
}
