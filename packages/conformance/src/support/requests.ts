import type { ConsistencyLevel } from '@ringside/model';
import cassandra from 'cassandra-driver';

/** What a request does. */
export type Operation = 'read' | 'write' | 'conditionalWrite';

/** The answer of a coordinator: done, or that too few replicas live and how many it needs. */
export type Outcome = 'done' | { readonly needed: number; readonly live: number };

const { consistencies, responseErrorCodes } = cassandra.types;

/** The levels at which each operation may be asked; conditional writes by the level of their Paxos round. */
export const LEVELS_OF: Readonly<Record<Operation, readonly ConsistencyLevel[]>> = {
  read: ['ONE', 'TWO', 'THREE', 'QUORUM', 'ALL', 'LOCAL_ONE', 'LOCAL_QUORUM', 'EACH_QUORUM', 'SERIAL', 'LOCAL_SERIAL'],
  write: ['ANY', 'ONE', 'TWO', 'THREE', 'QUORUM', 'ALL', 'LOCAL_ONE', 'LOCAL_QUORUM', 'EACH_QUORUM'],
  conditionalWrite: ['SERIAL', 'LOCAL_SERIAL'],
};

/** One request: what to do to which key of which keyspace's table `t`, at which level. */
export interface Request {
  readonly operation: Operation;
  readonly level: ConsistencyLevel;
  readonly keyspace: string;
  readonly key: number;
}

/**
 * Sends one request to a coordinator. A conditional write is committed at ONE, so that its serial phase alone decides.
 *
 * @throws the driver's error for anything but success and "unavailable": a timeout, for one
 */
export async function send(client: cassandra.Client, request: Request): Promise<Outcome> {
  try {
    await SENDERS[request.operation](client, request);
    return 'done';
  } catch (error) {
    const { code, required, alive } = error as { code?: number; required?: number; alive?: number };
    if (code !== responseErrorCodes.unavailableException || required === undefined || alive === undefined) throw error;
    return { needed: required, live: alive };
  }
}

const SENDERS: Readonly<Record<Operation, (client: cassandra.Client, request: Request) => Promise<unknown>>> = {
  read: (client, { level, keyspace, key }) =>
    client.execute(`SELECT value FROM ${keyspace}.t WHERE key = ?`, [key], { prepare: true, consistency: codeOf(level) }),
  // A batch of one, because the driver sends a single statement at ANY (code 0) as if no level were given: at ONE.
  write: (client, { level, keyspace, key }) =>
    client.batch([{ query: `INSERT INTO ${keyspace}.t (key, value) VALUES (?, 1)`, params: [key] }], {
      prepare: true,
      logged: false,
      consistency: codeOf(level),
    }),
  conditionalWrite: (client, { level, keyspace, key }) =>
    client.execute(`INSERT INTO ${keyspace}.t (key, value) VALUES (?, 2) IF NOT EXISTS`, [key], {
      prepare: true,
      consistency: consistencies.one,
      serialConsistency: codeOf(level),
    }),
};

function codeOf(level: ConsistencyLevel): cassandra.types.consistencies {
  return consistencies[camelCase(level)];
}

function camelCase(level: ConsistencyLevel): keyof typeof consistencies {
  const [first = '', ...rest] = level.toLowerCase().split('_');
  return [first, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('') as keyof typeof consistencies;
}
