import type { JSX } from 'react';
import { formatBytes, formatDuration } from '@ringside/core';
import type { DashboardClient } from '../live/client.ts';
import type { Source } from '../live/source.ts';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Table } from '../parts/table.tsx';

type Compactions = Awaited<ReturnType<DashboardClient['compactionStats']>>;
type Streams = Awaited<ReturnType<DashboardClient['streams']>>;

const COMPACTIONS: Source<Compactions> = {
  needs: ['compactionStats'],
  ask: (client, signal) => client.compactionStats({}, { signal }),
};
const STREAMS: Source<Streams> = { needs: ['streams'], ask: (client, signal) => client.streams({}, { signal }) };

/** What a node does besides serving requests: it compacts, and streams to and from others. */
export function ActivityView(): JSX.Element {
  return (
    <>
      <section aria-labelledby="compactions-heading">
        <h2 id="compactions-heading">Compactions</h2>
        <Loaded source={COMPACTIONS} what="compactions">
          {(stats) => <CompactionsOf stats={stats} />}
        </Loaded>
      </section>
      <section aria-labelledby="streams-heading">
        <h2 id="streams-heading">Streams</h2>
        <Loaded source={STREAMS} what="streams">
          {(answer) => <StreamsOf answer={answer} />}
        </Loaded>
      </section>
    </>
  );
}

/** What runs, what waits, and what was done. */
export function CompactionsOf({ stats }: { readonly stats: Compactions }): JSX.Element {
  const remaining = stats.activeCompactionsRemainingTime;
  const waiting = Object.entries(stats.pendingTasks).flatMap(([keyspace, tables]) =>
    Object.entries(tables).map(([table, tasks]) => ({ name: `${keyspace}.${table}`, tasks })),
  );
  return (
    <>
      <Facts
        facts={[
          ['Running', `${stats.activeCompactionsCount} of ${stats.concurrentCompactors}`],
          ['Waiting', String(stats.totalPendingTasks)],
          ['Left', remaining === 0 ? '–' : formatDuration(remaining * 1_000)],
          ['Done since the start', String(stats.completedCompactions)],
          ['Compacted since the start', formatBytes(stats.dataCompacted)],
        ]}
      />
      <Table
        label="Table of running compactions"
        rows={stats.activeCompactions}
        keyOf={({ id }) => id}
        empty="Nothing is being compacted now."
        columns={[
          { heading: 'Table', cell: ({ keyspace, table }) => (keyspace === undefined ? '–' : `${keyspace}.${table ?? ''}`) },
          { heading: 'Task', cell: ({ taskType }) => taskType },
          { heading: 'Progress', cell: ({ percentCompleted }) => <Progress percent={percentCompleted} /> },
          { heading: 'Done', isNumber: true, cell: ({ completedBytes }) => formatBytes(completedBytes) },
          { heading: 'Of', isNumber: true, cell: ({ totalBytes }) => formatBytes(totalBytes) },
        ]}
      />
      {waiting.length === 0 ? null : (
        <Table
          label="Table of waiting compactions"
          rows={waiting.toSorted((a, b) => b.tasks - a.tasks)}
          keyOf={({ name }) => name}
          empty=""
          columns={[
            { heading: 'Waiting for', cell: ({ name }) => name },
            { heading: 'Tasks', isNumber: true, cell: ({ tasks }) => tasks },
          ]}
        />
      )}
    </>
  );
}

function Progress({ percent }: { readonly percent: number }): JSX.Element {
  return (
    <>
      <progress max={100} value={percent} aria-label="Progress" /> {percent.toFixed(0)}%
    </>
  );
}

/** Every session of every plan, in both directions. */
export function StreamsOf({ answer }: { readonly answer: Streams }): JSX.Element {
  const sessions = answer.streams.flatMap(({ planId, description, sessions: all }) =>
    all.map((session, index) => ({ ...session, description, key: `${planId} ${session.peer} ${index}` })),
  );
  return (
    <Table
      label="Table of streams"
      rows={sessions}
      keyOf={({ key }) => key}
      empty="Nothing streams to or from this node now."
      columns={[
        { heading: 'Peer', cell: ({ peer }) => peer },
        { heading: 'For', cell: ({ description }) => description },
        { heading: 'State', cell: ({ state }) => state },
        { heading: 'Received', isNumber: true, cell: ({ receiving }) => partOf(receiving) },
        { heading: 'Sent', isNumber: true, cell: ({ sending }) => partOf(sending) },
      ]}
    />
  );
}

function partOf({ completedBytes, totalBytes }: Streams['streams'][number]['sessions'][number]['sending']): string {
  return totalBytes === 0 ? '–' : `${formatBytes(completedBytes)} of ${formatBytes(totalBytes)}`;
}
