import { askSidecar, CONSISTENCY_OPTION, defineCommand, flag, KEYSPACE_OPTION } from '@ringside/cli-kit';
import { effectiveOwnership } from '../views/ownership.ts';
import { statusText } from '../views/status-view.ts';
import { healthOf, verdictsText } from '../views/verdict-view.ts';

/** `ringside status`: what nodetool status shows, and what it means for the application. */
export const command = defineCommand({
  description: `Prints the nodes of each datacenter as nodetool status does, then for each replicated keyspace how many token ranges
can be read and written at the consistency level. "Owns" is the part of the ring that a node is the first replica of; with
--keyspace it is what the node holds of that keyspace. A node that is not up, or of which there is more to say, is told of in a sentence, with
who says so: its own sidecar, those of other nodes, gossip.`,
  options: {
    keyspace: KEYSPACE_OPTION,
    consistency: CONSISTENCY_OPTION,
    check: flag(
      '--check',
      'Print one sentence; exit with 0 where all is well, 1 where a node is not up or a range lacks replicas, 2 where requests fail',
    ),
    problems: flag('--problems', 'Print only what is wrong, and nothing where all is well'),
  },
  examples: [
    { command: 'ringside status', doc: 'every node, every replicated keyspace at LOCAL_QUORUM' },
    { command: 'ringside status -k orders -c QUORUM', doc: 'one keyspace, another level' },
    { command: 'ringside status --check || page-me', doc: 'for a script' },
    { command: 'ringside status --json | jq .nodes[].status', doc: 'for a program' },
  ],
  async run(context, { options }) {
    const { keyspace, consistency, check, problems } = options;
    const parameters = { ...(keyspace && { keyspace }), ...(consistency && { consistency }) };
    const call = { signal: context.signal };
    const [{ nodes }, availability] = await askSidecar(context, async (client) =>
      Promise.all([client.nodes({}, call), client.availability(parameters, call)]),
    );
    const ownership = keyspace === undefined ? undefined : effectiveOwnership(availability.keyspaces.flatMap(({ ranges }) => ranges));
    const health = healthOf(nodes, availability);
    const text = (): string => {
      if (check) return `${health.sentence}\n`;
      if (!problems) return statusText({ nodes, ownership, availability }, context.style);
      return health.exitCode === 0 ? '' : `${health.sentence}\n${verdictsText(nodes, context.style)}`;
    };
    context.print({ nodes, availability, ...(check && { health }) }, text);
    return check ? health.exitCode : 0;
  },
});
