/** The options of `ringside cql`. */
export interface CqlOptions {
  readonly execute?: string;
  readonly node?: string;
  readonly host?: string;
  readonly port?: number;
  readonly keyspace?: string;
  readonly consistency?: string;
  readonly keepGoing?: boolean;
  readonly credentials?: string;
}
