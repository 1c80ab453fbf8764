import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findMaven } from '@ringside/cassandra-install';
import { catalogue } from '@ringside/node-metrics';

const VERSION = '1.0.1';

/** Fetches the stock JMX exporter agent through the user's own Maven. @returns its path */
export async function fetchExporter(folder: string, signal: AbortSignal): Promise<string> {
  const { executable } = await findMaven();
  const artifact = `-Dartifact=io.prometheus.jmx:jmx_prometheus_javaagent:${VERSION}`;
  await promisify(execFile)(executable, ['-q', '-B', 'dependency:copy', artifact, `-DoutputDirectory=${folder}`], { signal });
  return join(folder, `jmx_prometheus_javaagent-${VERSION}.jar`);
}

/** Of a timer or histogram what a dashboard needs, of anything else its number. */
const RULE = `rules:
- pattern: 'org.apache.cassandra.metrics<type=Table, keyspace=(\\S+), scope=(\\S+), name=(\\S+)><>(Count|Value|50thPercentile|95thPercentile|99thPercentile|999thPercentile)'
  name: cassandra_table_$3_$4
  labels: { keyspace: "$1", table: "$2" }
`;

/** The agent's configuration for the metrics that a sidecar exposes of each table by default, and no other MBean. */
export function exportSome(): string {
  const names = catalogue.filter(({ curated, group }) => curated && group === 'tables').map(({ metric }) => metric.name);
  return configuration(names.map((name) => `org.apache.cassandra.metrics:type=Table,keyspace=bench,name=${name},*`));
}

/** The same for every metric of each table. */
export function exportAll(): string {
  return configuration(['org.apache.cassandra.metrics:type=Table,keyspace=bench,*']);
}

function configuration(patterns: readonly string[]): string {
  return `includeObjectNames: [${patterns.map((pattern) => `"${pattern}"`).join(', ')}]\n${RULE}`;
}

/** @returns how many values the agent gave */
export async function scrapeExporter(url: string, signal: AbortSignal): Promise<number> {
  const text = await (await fetch(url, { signal })).text();
  return text.split('\n').filter((line) => line.startsWith('cassandra_table_')).length;
}
