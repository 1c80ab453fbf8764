import type { FileHandle } from 'node:fs/promises';
import type { Credentials, Session } from '@ringside/client';
import type { ConsistencyLevel } from '@ringside/model';

/** What a shell needs beside its session. */
export interface ShellPorts {
  /** Opens a session on the same coordinator with other credentials. */
  readonly login: (credentials: Credentials, keyspace: string | undefined) => Promise<Session>;
  /** Asks for the password of `LOGIN name`; absent where nobody can be asked. */
  readonly askPassword?: ((username: string) => Promise<string | undefined>) | undefined;
  /** The encoding of files that `SOURCE` reads. */
  readonly encoding?: string | undefined;
}

/** The file that `CAPTURE` writes. */
export interface Capture {
  readonly name: string;
  readonly file: FileHandle;
}

/** What a shell remembers from one statement to the next. */
export interface ShellState {
  readonly ports: ShellPorts;
  session: Session;
  capture: Capture | undefined;
  consistency: ConsistencyLevel;
  serialConsistency: ConsistencyLevel;
  tracing: boolean;
  expand: boolean;
  paging: boolean;
  pageSize: number;
  /** True after EXIT. */
  isOver: boolean;
}

/** cqlsh's own page size: rows are aligned page by page. */
export const DEFAULT_PAGE_SIZE = 100;

/** The state of a shell that was just opened: what cqlsh begins with. */
export function initialState(session: Session, ports: ShellPorts): ShellState {
  return {
    ports,
    session,
    capture: undefined,
    consistency: 'ONE',
    serialConsistency: 'SERIAL',
    tracing: false,
    expand: false,
    paging: true,
    pageSize: DEFAULT_PAGE_SIZE,
    isOver: false,
  };
}

/** Every level that `SERIAL CONSISTENCY` takes. */
export const SERIAL_LEVELS: readonly ConsistencyLevel[] = ['SERIAL', 'LOCAL_SERIAL'];
