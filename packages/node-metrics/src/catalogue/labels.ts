/** What the labels of metrics of nodes stand for, besides `node`. */
export const nodeLabels: Readonly<Record<string, string>> = {
  cache: 'A cache of the node, such as `KeyCache` or `ChunkCache`.',
  collector: 'A garbage collector of the Java virtual machine.',
  group: '`requests`, `node` or `tables`: what is read together.',
  keyspace: 'A keyspace, its case kept.',
  message: 'A kind of message between nodes, such as `MUTATION_REQ`.',
  metric: 'The name of a metric, without `_total`.',
  operation: 'A kind of request of clients: `Read`, `Write`, `RangeSlice`, `CASRead`, `CASWrite`, `ViewWrite`.',
  path: 'Of a thread pool: `request`, `internal` or `transport`.',
  peer: 'Another node, as Cassandra names it: its address and storage port, such as `127.0.0.2_7000`.',
  pool: 'A thread pool, such as `ReadStage`.',
  table: 'A table, its case kept.',
};
