import type { RingEntry } from '@ringside/api';
import { askSidecar, defineCommand, KEYSPACE_OPTION, renderTable, type Style } from '@ringside/cli-kit';

/** `ringside ring`: one line a token. */
export const command = defineCommand({
  description:
    'Prints every token in the order of the ring, by datacenter, with the node that owns it. With --keyspace, "Owns" is of that keyspace.',
  options: { keyspace: KEYSPACE_OPTION },
  examples: [
    { command: 'ringside ring', doc: 'every token' },
    { command: 'ringside ring -k orders', doc: 'with what each node holds of a keyspace' },
  ],
  async run(context, { options }) {
    const call = { signal: context.signal };
    const { keyspace } = options;
    const entries = await askSidecar(context, (client) =>
      keyspace === undefined ? client.ring({}, call) : client.keyspaceRing({ keyspace }, call),
    );
    const sorted = entries.toSorted((a, b) => a.datacenter.localeCompare(b.datacenter) || compareTokens(a.token, b.token));
    context.print(sorted, (rows) => ringText(rows, context.style));
  },
});

function ringText(entries: readonly RingEntry[], style: Style): string {
  const columns = ['Datacenter', 'Address', 'Rack', 'Status', 'State', 'Load', 'Owns'].map((heading) => ({ heading }));
  const rows = entries.map((entry) => [
    entry.datacenter,
    entry.address,
    entry.rack,
    entry.status === 'Up' ? style.green('Up') : style.red(entry.status),
    entry.state,
    entry.load,
    entry.owns,
    entry.token,
  ]);
  return renderTable([...columns, { heading: 'Token', align: 'right' }], rows, style);
}

function compareTokens(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
