import { setImmediate as othersFirst } from 'node:timers/promises';
import { leftMs } from '@ringside/core';
import { compactionsAnswer, requireKeyspace, streamProgressAnswer, streamsAnswer } from '@ringside/node-answers';
import { clearSnapshotAnswer, snapshotsAnswer } from '../wire/snapshots.ts';
import type { Handlers } from './context.ts';
import { takeSnapshot } from './take-snapshot.ts';

/** What of a node can be looked at and changed besides its ring: drain, snapshots, compactions, streams, logging levels. */
export function controlHandlers(): Handlers<
  | 'drain'
  | 'snapshots'
  | 'createSnapshot'
  | 'clearSnapshot'
  | 'compactions'
  | 'streams'
  | 'streamProgress'
  | 'loggingLevels'
  | 'setLoggingLevel'
> {
  return {
    drain: async ({ instance, signal, deadline }) => {
      await instance.control.drain({ signal, withinMs: leftMs(deadline) });
      return { body: { operationMode: 'DRAINED' } };
    },
    snapshots: async ({ instance }) => {
      const found = await instance.reads.listSnapshots();
      await othersFirst(); // thousands of them were just read, and are about to be written
      return { body: snapshotsAnswer(found) };
    },
    createSnapshot: async ({ instance, params: { tag, keyspace, table, ttl }, signal }) => {
      await takeSnapshot(instance, { tag, keyspace, table, ttlMs: ttl }, signal);
      return { body: { result: 'Success' } };
    },
    clearSnapshot: async ({ instance, params: { tag, keyspace }, signal }) => {
      const removed = await instance.snapshots.clearAndTell({ tag, keyspaces: keyspace && [keyspace] }, signal);
      // Of a keyspace that was dropped the snapshots are still there; only one that has none must exist.
      if (removed.length === 0 && keyspace !== undefined) await requireKeyspace(instance, keyspace);
      return { body: clearSnapshotAnswer(removed) };
    },
    compactions: async ({ instance }) => ({ body: compactionsAnswer(await instance.reads.compactionStats()) }),
    streams: async ({ instance }) => ({ body: streamsAnswer(await instance.reads.streamStats()) }),
    streamProgress: async ({ instance: { reads } }) => {
      const [status, plans] = await Promise.all([reads.status(), reads.streamStats()]);
      return { body: streamProgressAnswer(status, plans) };
    },
    loggingLevels: async ({ instance }) => ({ body: { levels: await instance.reads.loggingLevels() } }),
    setLoggingLevel: async ({ instance, params, signal }) => {
      await instance.control.setLoggingLevel(params.logger, params.level, { signal });
      return { body: { levels: await instance.control.loggingLevels({ signal }) } };
    },
  };
}
