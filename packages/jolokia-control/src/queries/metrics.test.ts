import type { MetricRead } from '@ringside/node-control';
import { describe, expect, it } from 'vitest';
import { readAnswers } from '../answers.ts';
import type { JolokiaAnswer } from '../protocol.ts';
import { findMetricsQuery, readMetricsQuery } from './metrics.ts';

const DOMAIN = 'org.apache.cassandra.metrics';
const gone: JolokiaAnswer = { ok: false, status: 404, errorType: 'javax.management.InstanceNotFoundException', message: '' };
const forbidden: JolokiaAnswer = { ok: false, status: 403, errorType: '', message: 'Reading attribute Count is forbidden' };
const value = (of: unknown): JolokiaAnswer => ({ ok: true, value: of });
const answers = (...of: JolokiaAnswer[]): ReturnType<typeof readAnswers> => readAnswers('127.0.0.1:8778', 'tell its metrics', of);

const READS: readonly MetricRead[] = [
  { group: 'Table', name: 'ReadLatency', keyspace: 'Mixed', scope: 'Table', reading: 'count' },
  { group: 'Table', name: 'ReadLatency', keyspace: 'Mixed', scope: 'Table', reading: 'buckets' },
  { group: 'ThreadPools', name: 'PendingTasks', path: 'request', scope: 'ReadStage', reading: 'value' },
  { group: 'JVM', name: 'HeapUsed', reading: 'value' },
  { group: 'JVM', name: 'CollectionCount', scope: 'G1 Young Generation', reading: 'count' },
];

describe('readMetrics over Jolokia', () => {
  it('asks each MBean by its whole name, of a histogram the raw buckets and no percentile', () => {
    expect(readMetricsQuery(READS).requests).toEqual([
      { type: 'read', mbean: `${DOMAIN}:type=Table,keyspace=Mixed,scope=Table,name=ReadLatency`, attribute: 'Count' },
      { type: 'exec', mbean: `${DOMAIN}:type=Table,keyspace=Mixed,scope=Table,name=ReadLatency`, operation: 'values()', arguments: [] },
      { type: 'read', mbean: `${DOMAIN}:type=ThreadPools,path=request,scope=ReadStage,name=PendingTasks`, attribute: 'Value' },
      { type: 'read', mbean: 'java.lang:type=Memory', attribute: 'HeapMemoryUsage' },
      { type: 'read', mbean: 'java.lang:type=GarbageCollector,name=G1 Young Generation', attribute: 'CollectionCount' },
    ]);
  });

  it('reads longs that come as texts, buckets and members; what has no number is NaN, what is not there undefined', () => {
    const decoded = readMetricsQuery(READS).decode(
      answers(value('12'), value(['1', '0', '11']), value('NaN'), value({ used: '7', max: '9' }), gone),
    );
    expect(decoded).toEqual([12, [1, 0, 11], Number.NaN, 7, undefined]);
  });

  it('takes tables that are all gone for gone, but a policy that forbids everything for an error', () => {
    const [first] = READS as readonly [MetricRead];
    expect(readMetricsQuery([first]).decode(answers(gone))).toEqual([undefined]);
    expect(() => readMetricsQuery([first]).decode(answers(forbidden))).toThrow('Reading attribute Count is forbidden');
  });
});

describe('findMetrics over Jolokia', () => {
  it('takes names apart, quoted ones too, and finds nothing where no MBean fits', () => {
    const wanted: readonly MetricRead[] = [
      { group: 'Table', name: 'LiveSSTableCount', reading: 'value' },
      { group: 'Connection', name: 'Timeouts', reading: 'count' },
      { group: 'JVM', name: 'CollectionCount', reading: 'count' },
    ];
    const query = findMetricsQuery(wanted);
    expect(query.requests[0]).toEqual({ type: 'read', mbean: `${DOMAIN}:type=Table,name=LiveSSTableCount,*`, attribute: 'Value' });
    const tables = {
      [`${DOMAIN}:keyspace=Mixed,name=LiveSSTableCount,scope=Table,type=Table`]: { Value: 1 },
      [`${DOMAIN}:name=LiveSSTableCount,type=Table`]: { Value: 1 },
      [`${DOMAIN}:keyspace=k,name=LiveSSTableCount,scope="a,b=c",type=Table`]: { Value: 1 },
    };
    const collectors = { 'java.lang:name=G1 Old Generation,type=GarbageCollector': { CollectionCount: '0' } };
    expect(query.decode(answers(value(tables), gone, value(collectors)))).toEqual([
      { group: 'Table', name: 'LiveSSTableCount', keyspace: 'Mixed', scope: 'Table' },
      { group: 'Table', name: 'LiveSSTableCount' },
      { group: 'Table', name: 'LiveSSTableCount', keyspace: 'k', scope: '"a,b=c"' },
      { group: 'JVM', name: 'CollectionCount', scope: 'G1 Old Generation' },
    ]);
  });
});
