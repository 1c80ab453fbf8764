/**
 * Reads `StorageService.getKeyspaceReplicationInfo`: `NetworkTopologyStrategy {dc1=3, dc2=2}`, the strategy's simple name and
 * its options as Java writes a map.
 *
 * @returns the replication map with `class`; undefined for another text
 */
export function parseReplicationInfo(text: string): Readonly<Record<string, string>> | undefined {
  const match = /^(\S+) \{(.*)\}$/s.exec(text.trim());
  if (match === null) return undefined;
  const replication: Record<string, string> = { class: match[1] ?? '' };
  for (const pair of (match[2] ?? '').split(', ')) {
    if (pair === '') continue;
    const equals = pair.lastIndexOf('=');
    if (equals < 1) return undefined;
    replication[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return replication;
}
