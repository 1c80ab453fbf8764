import { askSidecar, CONSISTENCY_OPTION, defineCommand, KEYSPACE_OPTION } from '@ringside/cli-kit';
import { effectiveOwnership } from '../views/ownership.ts';
import { statusText } from '../views/status-view.ts';

/** `ringside status`: what nodetool status shows, and what it means for the application. */
export const command = defineCommand({
  description: `Prints the nodes of each datacenter as nodetool status does, then for each replicated keyspace how many token ranges
can be read and written at the consistency level. "Owns" is the part of the ring that a node is the first replica of; with
--keyspace it is what the node holds of that keyspace.`,
  options: { keyspace: KEYSPACE_OPTION, consistency: CONSISTENCY_OPTION },
  examples: [
    { command: 'ringside status', doc: 'every node, every replicated keyspace at LOCAL_QUORUM' },
    { command: 'ringside status -k orders -c QUORUM', doc: 'one keyspace, another level' },
    { command: 'ringside status --json | jq .nodes[].status', doc: 'for a program' },
  ],
  async run(context, { options }) {
    const { keyspace, consistency } = options;
    const parameters = { ...(keyspace && { keyspace }), ...(consistency && { consistency }) };
    const call = { signal: context.signal };
    const [{ nodes }, availability] = await askSidecar(context, async (client) =>
      Promise.all([client.nodes({}, call), client.availability(parameters, call)]),
    );
    const ownership = keyspace === undefined ? undefined : effectiveOwnership(availability.keyspaces.flatMap(({ ranges }) => ranges));
    context.print({ nodes, availability }, () => statusText({ nodes, ownership, availability }, context.style));
  },
});
