/** In the order of their numbers: org.apache.cassandra.exceptions.RequestFailureReason of Cassandra 5.0. */
const REASONS: readonly string[] = [
  'UNKNOWN',
  'READ_TOO_MANY_TOMBSTONES',
  'TIMEOUT',
  'INCOMPATIBLE_SCHEMA',
  'READ_SIZE',
  'NODE_DOWN',
  'INDEX_NOT_AVAILABLE',
  'READ_TOO_MANY_INDEXES',
];

/** Why each replica failed, out of the server's sentence: `… 1 failures: TIMEOUT from /127.0.0.2:7000`. */
export function failureReasons(message: string): readonly (readonly [address: string, code: number])[] {
  return [...message.matchAll(/([A-Z][A-Z_]+) from [^,/]*\/?\[?([\da-fA-F.:]+?)\]?:\d+(?=,|$)/g)].map(([, reason = '', address = '']) => [
    address,
    Math.max(0, REASONS.indexOf(reason)),
  ]);
}
