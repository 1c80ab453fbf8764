import type { JSX } from 'react';
import { isOpsError, type OpsError } from '@ringside/core';
import type { Address } from '../address/address.ts';
import type { KeyColumns, PartitionKey } from './locate.ts';

/** What {@link KeyField} shows and reports. */
export interface KeyFieldProps {
  readonly keyspaces: readonly string[];
  readonly keyspace: string | undefined;
  readonly tables: readonly string[];
  /** Undefined for a key of one text column. */
  readonly table: string | undefined;
  readonly columns: KeyColumns;
  readonly values: readonly string[];
  readonly found: PartitionKey | OpsError | undefined;
  readonly onChange: (change: Partial<Address>, how?: 'push' | 'replace') => void;
}

/** Takes a key, by the columns of a table's partition key or as one text, and says its token; the picture points there. */
export function KeyField({ keyspaces, keyspace, tables, table, columns, values, found, onChange }: KeyFieldProps): JSX.Element {
  const type = (index: number, value: string): void => {
    const key = columns.columns.map((_, at) => (at === index ? value : (values[at] ?? '')));
    onChange({ key: key.every((each) => each === '') ? undefined : key, range: undefined }, 'replace');
  };
  return (
    <div className="key">
      <label>
        Keyspace
        <select
          value={keyspace}
          onChange={({ target }) => onChange({ keyspace: target.value, table: undefined, key: undefined, range: undefined })}
        >
          {keyspaces.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        Table
        <select
          value={table ?? ''}
          onChange={({ target }) => onChange({ table: target.value === '' ? undefined : target.value, key: undefined })}
        >
          <option value="">any, with a text key</option>
          {tables.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {columns.columns.map((column, index) => (
        <label key={column.name}>
          {table === undefined ? 'A text key' : `${column.name} (${column.type})`}
          <input
            value={values[index] ?? ''}
            onChange={({ target }) => type(index, target.value)}
            placeholder={column.type === 'text' ? 'alice' : ''}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={isOpsError(found)}
          />
        </label>
      ))}
      <output aria-live="polite">{saying(found)}</output>
    </div>
  );
}

function saying(found: KeyFieldProps['found']): JSX.Element {
  if (found === undefined)
    return <span className="quiet">Type a key to see its token and the nodes that hold it, or click on a range.</span>;
  if (isOpsError(found))
    return (
      <span className="refusal">
        {found.message}. {found.remedy}
      </span>
    );
  return (
    <>
      token <code>{String(found.token)}</code>
    </>
  );
}
