import { useMemo } from 'react';
import { keyspaceName, tableName } from '@ringside/model';
import type { Source } from '../live/source.ts';
import { useLive } from '../live/use-live.ts';
import type { KeyColumns } from './locate.ts';

/** What is known of the tables of a keyspace. */
export interface Choice {
  readonly tables: readonly string[];
  readonly columns: KeyColumns | undefined;
}

/** Asks for the tables of a keyspace and the partition key of one of them. Where that fails nothing is chosen from, and a text key can still be typed. */
export function useTableChoice(keyspace: string | undefined, table: string | undefined): Choice {
  const source = useMemo(() => choiceSource(keyspace, table), [keyspace, table]);
  return useLive(source).value ?? { tables: table === undefined ? [] : [table], columns: undefined };
}

function choiceSource(keyspace: string | undefined, table: string | undefined): Source<Choice> {
  return {
    needs: ['tables', 'partitionKey'],
    isCostly: true,
    async ask(client, signal) {
      if (keyspace === undefined) return { tables: [], columns: undefined };
      const name = keyspaceName(keyspace);
      const [tables, columns] = await Promise.all([
        client.tables({ keyspace: name }, { signal }).then(
          (answer) => answer.tables.map((each) => each.table),
          () => [],
        ),
        table === undefined
          ? undefined
          : client.partitionKey({ keyspace: name, table: tableName(table) }, { signal }).catch(() => undefined),
      ]);
      return { tables, columns };
    },
  };
}
