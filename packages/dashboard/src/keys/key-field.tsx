import type { JSX } from 'react';
import type { Location } from './locate.ts';

/** What {@link KeyField} shows and reports. */
export interface KeyFieldProps {
  readonly value: string;
  readonly onChange: (key: string) => void;
  readonly keyspaces: readonly string[];
  readonly keyspace: string;
  readonly onKeyspace: (keyspace: string) => void;
  readonly location: Location | undefined;
}

/** Takes a key and says its token and replicas; the picture beside it points there. */
export function KeyField({ value, onChange, keyspaces, keyspace, onKeyspace, location }: KeyFieldProps): JSX.Element {
  return (
    <div className="key">
      <label>
        A text key
        <input value={value} onChange={(event) => onChange(event.target.value)} placeholder="alice" autoComplete="off" spellCheck={false} />
      </label>
      <label>
        in keyspace
        <select value={keyspace} onChange={(event) => onKeyspace(event.target.value)}>
          {keyspaces.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <output aria-live="polite">
        {location === undefined ? (
          <span className="quiet">Type a key to see its token and the nodes that hold it.</span>
        ) : (
          <>
            token <code>{String(location.token)}</code> → {location.replicas.join(', ')}
          </>
        )}
      </output>
    </div>
  );
}
