/**
 * A Cassandra as its own distribution starts it, for tests and benchmarks: no registry carries the distribution, so its options and settings are here.
 *
 * @packageDocumentation
 */
export { StockCassandra, type StockOptions } from './stock-cassandra.ts';
export { JAVA_17_OPTIONS, SERVER_OPTIONS, stockYaml } from './stock-options.ts';
