/** The options of `ringside cql`. */
export interface CqlOptions {
  readonly execute?: string;
  readonly file?: string;
  readonly encoding?: string;
  readonly node?: string;
  readonly host?: string;
  readonly port?: number;
  readonly keyspace?: string;
  readonly consistency?: string;
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
