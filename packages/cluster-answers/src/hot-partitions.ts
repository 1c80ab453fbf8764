import type { HotPartitionsAnswer } from '@ringside/api';
import { isSystemKeyspace, type KeyspaceName, type TableName } from '@ringside/model';
import { noSuchTable, requireKeyspace } from '@ringside/node-answers';
import { SAMPLERS, type Sample } from '@ringside/node-control';
import { errors } from '@ringside/core';
import type { JudgedNode } from './node.ts';

/** What to sample. */
export interface HotRequest {
  readonly keyspace?: KeyspaceName | undefined;
  readonly table?: TableName | undefined;
  readonly durationMs?: number | undefined;
  readonly top?: number | undefined;
}

/** Cassandra reads its own tables all the time: so many more are asked for, so that those of users are among them. */
const SPARE = 20;

/**
 * Samples a node. Without a table the tables of users are told of.
 *
 * @throws OpsError `NOT_FOUND`
 */
export async function hotPartitionsOf(
  node: JudgedNode,
  { keyspace, table, durationMs = 1_000, top = 10 }: HotRequest,
  signal: AbortSignal,
): Promise<HotPartitionsAnswer> {
  if (keyspace === undefined || table === undefined) {
    const seen = await node.control.hotPartitions({ durationMs, top: top + SPARE, signal });
    const ofUsers = (each: Sample): boolean => !isSystemKeyspace(each.keyspace);
    return answerOf(durationMs, (sampler) => seen[sampler].filter(ofUsers).slice(0, top));
  }
  await requireKeyspace(node, keyspace);
  const seen = await node.control.hotPartitions({ table: { keyspace, table }, durationMs, top, signal }).catch(async (error: unknown) => {
    throw errors.NOT_FOUND.is(error) ? await noSuchTable(node, keyspace, table) : error;
  });
  return answerOf(durationMs, (sampler) => seen[sampler]);
}

function answerOf(durationMs: number, seen: (sampler: (typeof SAMPLERS)[number]) => readonly Sample[]): HotPartitionsAnswer {
  const samples = SAMPLERS.map((sampler) => ({
    sampler,
    partitions: seen(sampler).map(({ keyspace, table, key, count, error }) => ({ keyspace, table, key, count, error })),
  }));
  return { durationMs, samples };
}
