import type { JSX } from 'react';
import { hrefOf } from '../address/address.ts';
import type { DashboardClient } from '../live/client.ts';
import type { Source } from '../live/source.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Table } from '../parts/table.tsx';

type Advice = Awaited<ReturnType<DashboardClient['advice']>>;
type Entry = Advice['advice'][number];

const ADVICE: Source<Advice> = { needs: ['advice'], isCostly: true, ask: (client, signal) => client.advice({}, { signal }) };

/** What to change in the cluster, and why. */
export function AdviceView(): JSX.Element {
  return (
    <Loaded source={ADVICE} what="advice, which every sidecar is asked for">
      {(advice) => <AdviceOf advice={advice} />}
    </Loaded>
  );
}

/** What to act on first, then what could not be judged. */
export function AdviceOf({ advice: { advice, unjudged, nodes } }: { readonly advice: Advice }): JSX.Element {
  return (
    <>
      <section aria-labelledby="advice-heading">
        <h2 id="advice-heading">Advice</h2>
        <p className="quiet">
          {nodes.length} {nodes.length === 1 ? 'node was' : 'nodes were'} looked at.
        </p>
        {advice.length === 0 ? (
          <p>Nothing to change, as far as could be judged.</p>
        ) : (
          <ul className="problems">
            {advice.map((entry) => (
              <li
                key={`${entry.rule} ${entry.node} ${entry.keyspace}.${entry.table}`}
                className={entry.severity === 'act' ? 'bad' : 'warn'}
              >
                <Advised entry={entry} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="unjudged-heading">
        <h2 id="unjudged-heading">What could not be judged</h2>
        <Table
          label="Table of rules that could not be judged"
          rows={unjudged}
          keyOf={({ rule, node }) => `${rule} ${node}`}
          empty="Every rule was judged on every node."
          columns={[
            { heading: 'Rule', cell: ({ rule }) => rule },
            { heading: 'Node', cell: ({ node }) => node ?? 'the cluster' },
            { heading: 'Why', cell: ({ reason }) => reason },
          ]}
        />
      </section>
    </>
  );
}

function Advised({ entry }: { readonly entry: Entry }): JSX.Element {
  const { severity, node, keyspace, table, fact, source, change, cost, page } = entry;
  return (
    <>
      <p>
        <strong>{change}</strong> <span className="quiet">{severity === 'act' ? 'Act before it hurts.' : 'When there is time.'}</span>
      </p>
      <p>
        Because {fact}. <span className="quiet">The bound is that of {source}.</span>
      </p>
      <p>It costs: {cost}</p>
      <p className="quiet">
        {node === null ? null : <a href={hrefOf({ view: 'nodes', node })}>{node}</a>}{' '}
        {keyspace === null ? null : (
          <a href={hrefOf({ view: 'keyspaces', keyspace, ...(table !== null && { table }) })}>
            {table === null ? keyspace : `${keyspace}.${table}`}
          </a>
        )}{' '}
        Explained on the page <code>{page}</code> of the documentation.
      </p>
    </>
  );
}
