import type { ConsistencyLevel, KeyspaceName } from '@ringside/model';
/** The options of `ringside cql`. */
export interface CqlOptions {
  readonly execute?: string;
  readonly file?: string;
  readonly encoding?: string;
  readonly node?: string;
  readonly host?: string;
  readonly port?: number;
  readonly keyspace?: KeyspaceName;
  readonly consistency?: ConsistencyLevel;
  readonly keepGoing?: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly credentials?: string;
  readonly cqlshrc?: string;
  readonly ssl?: boolean;
  readonly requestTimeout?: string;
  readonly connectTimeout?: string;
  readonly disableHistory?: boolean;
}
