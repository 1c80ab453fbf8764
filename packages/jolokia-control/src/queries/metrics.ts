import type { MetricAnswer, MetricId, MetricRead } from '@ringside/node-control';
import type { Answers } from '../answers.ts';
import { BUCKETS, type JvmMetric, jvmMetrics } from '../metric-mbeans.ts';
import { isObject, type JolokiaRequest } from '../protocol.ts';
import type { Query } from '../query.ts';

const DOMAIN = 'org.apache.cassandra.metrics';
const ATTRIBUTES = { count: 'Count', value: 'Value', buckets: 'Count' } as const;

/**
 * See `NodeMetrics.findMetrics`. Reads of patterns: the agent looks through all MBeans for each, so this has no place where metrics are read every few
 * seconds. A pattern that fits nothing is an error of its own, and no fault.
 */
export function findMetricsQuery(wanted: readonly MetricRead[]): Query<readonly MetricId[]> {
  return {
    doing: 'tell which metrics it has',
    requests: wanted.map((read) => ({ type: 'read', mbean: patternOf(read), attribute: attributeOf(read) })),
    decode: (answers) => wanted.flatMap((read, index) => found(read, answers, index)),
  };
}

/** See `NodeMetrics.readMetrics`. One explicit MBean for each, no pattern; of a histogram the raw buckets, no percentile. */
export function readMetricsQuery(reads: readonly MetricRead[]): Query<readonly MetricAnswer[]> {
  return {
    doing: 'tell its metrics',
    requests: reads.map((read) => requestOf(read)),
    decode: (answers) => {
      if (reads.every((_, index) => answers.optional(index) === undefined)) refusedAll(answers, reads.length);
      return reads.map((read, index) => answerOf(read, answers.optional(index)));
    },
  };
}

/** Tables that were dropped are no fault, even all of them. A policy that lets nothing through is one, and the first answer tells it. */
function refusedAll(answers: Answers, asked: number): void {
  if (asked > 0) answers.unlessDenied(0);
}

function requestOf(read: MetricRead): JolokiaRequest {
  const mbean = nameOf(read);
  if (read.reading === 'buckets') return { type: 'exec', mbean, operation: BUCKETS, arguments: [] };
  return { type: 'read', mbean, attribute: attributeOf(read) };
}

function attributeOf({ group, name, reading }: MetricRead): string {
  return group === 'JVM' ? jvm(name).attribute : ATTRIBUTES[reading];
}

/** What is not in the table is not there either: a name that no MBean has. */
function jvm(name: string): JvmMetric {
  return jvmMetrics[name] ?? { mbean: 'java.lang:type=Runtime', attribute: name };
}

function nameOf({ group, name, keyspace, scope, path }: MetricId): string {
  if (group === 'JVM') return jvm(name).mbean + property('name', scope);
  return `${DOMAIN}:type=${group}${property('keyspace', keyspace)}${property('path', path)}${property('scope', scope)},name=${name}`;
}

function property(key: string, value: string | undefined): string {
  return value === undefined ? '' : `,${key}=${value}`;
}

function patternOf({ group, name }: MetricRead): string {
  return group === 'JVM' ? `${jvm(name).mbean},*` : `${DOMAIN}:type=${group},name=${name},*`;
}

function found({ group, name }: MetricRead, answers: Answers, index: number): readonly MetricId[] {
  const mbeans = answers.optional(index);
  if (!isObject(mbeans)) return answers.unlessDenied(index) ?? [];
  return Object.keys(mbeans).map((mbean) => idOf(group, name, propertiesOf(mbean)));
}

/** A collector has its own name where Cassandra's metrics have a scope. */
function idOf(group: string, name: string, properties: Readonly<Record<string, string>>): MetricId {
  const { keyspace, path } = properties;
  const scope = group === 'JVM' ? properties['name'] : properties['scope'];
  return {
    group,
    name,
    ...(keyspace !== undefined && { keyspace }),
    ...(path !== undefined && { path }),
    ...(scope !== undefined && { scope }),
  };
}

/** The key properties of an object name. A value that holds a comma is quoted, and stays so, as it must be when it is asked for. */
function propertiesOf(mbean: string): Readonly<Record<string, string>> {
  const properties = mbean.slice(mbean.indexOf(':') + 1).matchAll(/([^=,]+)=("(?:[^"\\]|\\.)*"|[^,]*)/g);
  return Object.fromEntries(Array.from(properties, ([, key = '', value = '']) => [key, value]));
}

function answerOf(read: MetricRead, value: unknown): MetricAnswer {
  if (read.reading === 'buckets') return Array.isArray(value) ? value.map(Number) : undefined;
  const member = read.group === 'JVM' ? jvmMetrics[read.name]?.member : undefined;
  return numberOf(member !== undefined && isObject(value) ? value[member] : value);
}

/** A gauge may have no number, as a ratio of which nothing was counted yet: Java then says NaN, or an infinity. */
function numberOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : Number.NaN;
}
