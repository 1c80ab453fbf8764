import type { JSX, ReactNode } from 'react';
import type { OpsError } from '@ringside/core';
import { permissionsFor } from '../live/client.ts';
import type { Source } from '../live/source.ts';
import { type Live, useLive } from '../live/use-live.ts';

/** What {@link Loaded} shows. */
export interface LoadedProps<T> {
  readonly source: Source<T>;
  /** What is asked for, as in `Asking for …`. */
  readonly what: string;
  readonly children: (value: T) => ReactNode;
}

/** Something that the sidecar is asked for: what it said last, and what is wrong since. It waits no longer than the sidecar's client does, 35 seconds. */
export function Loaded<T>({ source, what, children }: LoadedProps<T>): JSX.Element {
  const live = useLive(source);
  return (
    <LoadedView live={live} needs={source.needs} what={what}>
      {children}
    </LoadedView>
  );
}

/** What {@link LoadedView} shows. */
export interface LoadedViewProps<T> extends Omit<LoadedProps<T>, 'source'>, Pick<Source<T>, 'needs'> {
  readonly live: Live<T>;
}

/** The same of an answer that is there or not. */
export function LoadedView<T>({ live: { value, error, atMs }, needs, what, children }: LoadedViewProps<T>): JSX.Element {
  return (
    <>
      {error === undefined ? null : <Problem error={error} atMs={atMs} needs={needs} />}
      {value === undefined && error === undefined ? (
        <p role="status" className="asking quiet">
          Asking the sidecar for {what} …
        </p>
      ) : null}
      {value === undefined ? null : children(value)}
    </>
  );
}

interface ProblemProps extends Pick<Source<unknown>, 'needs'> {
  readonly error: OpsError;
  readonly atMs: number | undefined;
}

/** What went wrong, what to do, and from when what is shown is. The page goes on trying. */
function Problem({ error, atMs, needs }: ProblemProps): JSX.Element {
  return (
    <div className="problem" role="alert">
      <strong>{error.message}</strong> <span>{error.remedy}</span>
      {error.code === 'FORBIDDEN' ? <span> This page needs {permissionsFor(needs).join(' and ')}.</span> : null}{' '}
      <span className="quiet">
        {atMs === undefined ? '' : `What you see is from ${new Date(atMs).toLocaleTimeString()}. `}
        {error.code === 'FORBIDDEN' ? '' : 'The page keeps trying.'}
      </span>
    </div>
  );
}
