/**
 * The Jolokia policy of a node: reads, writes and operations over POST only, no `list`, no notifications.
 */
export function jolokiaPolicyText(): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<restrict>
  <http><method>post</method></http>
  <commands>
    <command>read</command><command>write</command><command>exec</command><command>version</command>
  </commands>
</restrict>
`;
}
