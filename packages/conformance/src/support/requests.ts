import { isRequestError, type Session } from '@ringside/client';
import type { ConsistencyLevel } from '@ringside/model';

/** What a request does. */
export type RequestKind = 'read' | 'write' | 'conditionalWrite';

/** The answer of a coordinator: done, or that too few replicas live and how many it needs. */
export type Outcome = 'done' | { readonly needed: number; readonly live: number };

/** The levels at which each kind may be asked; conditional writes by the level of their Paxos round. */
export const LEVELS_OF: Readonly<Record<RequestKind, readonly ConsistencyLevel[]>> = {
  read: ['ONE', 'TWO', 'THREE', 'QUORUM', 'ALL', 'LOCAL_ONE', 'LOCAL_QUORUM', 'EACH_QUORUM', 'SERIAL', 'LOCAL_SERIAL'],
  write: ['ANY', 'ONE', 'TWO', 'THREE', 'QUORUM', 'ALL', 'LOCAL_ONE', 'LOCAL_QUORUM', 'EACH_QUORUM'],
  conditionalWrite: ['SERIAL', 'LOCAL_SERIAL'],
};

/** One request: what to do to which key of which keyspace's table `t`, at which level. */
export interface Request {
  readonly kind: RequestKind;
  readonly level: ConsistencyLevel;
  readonly keyspace: string;
  readonly key: number;
}

/**
 * Sends one request to a coordinator. A conditional write is committed at ONE, so that its serial phase alone decides.
 *
 * @throws RequestError for anything but success and "unavailable": a timeout, for one
 */
export async function send(session: Session, request: Request): Promise<Outcome> {
  try {
    await SENDERS[request.kind](session, request);
    return 'done';
  } catch (error) {
    if (!isRequestError(error) || error.failure.kind !== 'server') throw error;
    const { required, alive } = error.failure;
    if (required === undefined || alive === undefined) throw error;
    return { needed: required, live: alive };
  }
}

const SENDERS: Readonly<Record<RequestKind, (session: Session, request: Request) => Promise<unknown>>> = {
  read: (session, { level, keyspace, key }) =>
    session.execute(`SELECT value FROM ${keyspace}.t WHERE key = ?`, [key], { consistency: level }),
  write: (session, { level, keyspace, key }) =>
    session.execute(`INSERT INTO ${keyspace}.t (key, value) VALUES (?, 1)`, [key], { consistency: level }),
  conditionalWrite: (session, { level, keyspace, key }) =>
    session.execute(`INSERT INTO ${keyspace}.t (key, value) VALUES (?, 2) IF NOT EXISTS`, [key], {
      consistency: 'ONE',
      serialConsistency: level,
    }),
};
