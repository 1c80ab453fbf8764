import { errors } from '@ringside/core';
import type { Sample, SampleRequest, Sampler, TableReference } from '@ringside/node-control';
import { SAMPLERS } from '@ringside/node-control';
import type { Answers } from '../answers.ts';
import { exec, execOf } from '../protocol.ts';
import type { Query } from '../query.ts';
import { count, list, member, text } from '../values.ts';

/** Names of the enumeration `Sampler.SamplerType`, of which all versions have these. */
const TYPES: Readonly<Record<Sampler, string>> = {
  reads: 'READS',
  writes: 'WRITES',
  casContentions: 'CAS_CONTENTIONS',
  writeBytes: 'WRITE_SIZE',
  localReadMicros: 'LOCAL_READ_TIME',
};

/** How many keys the node tells apart for each sampler, as `nodetool profileload` has it by default. */
const CAPACITY = 256;

type Samples = Readonly<Record<Sampler, readonly Sample[]>>;

/** Samples all tables; the answer comes after as long as that takes. Source: `StorageService.samplePartitions`. */
export function sampleAllQuery({ durationMs, top }: Pick<SampleRequest, 'durationMs' | 'top'>): Query<Samples> {
  const types = SAMPLERS.map((sampler) => TYPES[sampler]);
  return {
    doing: 'tell its hot partitions',
    requests: [exec('storageService', 'samplePartitions(int,int,int,java.util.List)', durationMs, CAPACITY, top, types)],
    decode: (answers) => samplesOf((sampler) => member(answers.value(0), TYPES[sampler])),
  };
}

/** Begins to sample a table. Source: `ColumnFamilyStore.beginLocalSampling`. */
export function beginSamplingQuery({ keyspace, table }: TableReference, durationMs: number): Query<void> {
  const begin = 'beginLocalSampling(java.lang.String,int,int)';
  return {
    doing: 'sample a table',
    requests: SAMPLERS.map((sampler) => execOf('table', { keyspace, table }, begin, TYPES[sampler], CAPACITY, durationMs)),
    decode: (answers) => SAMPLERS.forEach((_, index) => valueAt(answers, index, { keyspace, table })),
  };
}

/** Ends that, and tells what was seen. Source: `ColumnFamilyStore.finishLocalSampling`. */
export function finishSamplingQuery({ keyspace, table }: TableReference, top: number): Query<Samples> {
  const finish = 'finishLocalSampling(java.lang.String,int)';
  return {
    doing: 'tell the hot partitions of a table',
    requests: SAMPLERS.map((sampler) => execOf('table', { keyspace, table }, finish, TYPES[sampler], top)),
    decode: (answers) => samplesOf((_, index) => valueAt(answers, index, { keyspace, table })),
  };
}

function valueAt(answers: Answers, index: number, { keyspace, table }: TableReference): unknown {
  if (answers.isAbsent(index)) throw errors.NOT_FOUND({ message: `Table ${keyspace}.${table} does not exist` });
  return answers.value(index);
}

function samplesOf(seen: (sampler: Sampler, index: number) => unknown): Samples {
  const samples = SAMPLERS.map((sampler, index) => [sampler, list(seen(sampler, index), sampler).map((each) => sampleOf(each))] as const);
  return Object.fromEntries(samples) as unknown as Samples;
}

/** Keys after `COUNTER_COMPOSITE_TYPE` of the class `ColumnFamilyStore`. */
function sampleOf(entry: unknown): Sample {
  const [keyspace = '', ...table] = text(member(entry, 'table'), 'table').split('.');
  return {
    keyspace,
    table: table.join('.'),
    key: text(member(entry, 'value'), 'value'),
    count: count(member(entry, 'count'), 'count'),
    error: count(member(entry, 'error'), 'error'),
  };
}
