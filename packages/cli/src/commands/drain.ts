import { askNode, DEFAULT_SIDECAR_URL, defineChange, sidecarUrls } from '@ringside/cli-kit';

/** `ringside drain`: one node, on purpose never several. */
export const command = defineChange({
  description: `Drains the node beside the sidecar: it stops talking to clients and peers and flushes everything to disk. It takes no writes until it is
restarted (ringside cluster stop and start). One node at a time: name it with --sidecar.`,
  examples: [
    { command: 'ringside drain --sidecar http://127.0.0.2:9043', doc: 'the node at 127.0.0.2' },
    { command: 'ringside drain --dry-run', doc: 'which node it would be' },
  ],
  async run(context, { options }) {
    if (options.dryRun) {
      const [sidecar = DEFAULT_SIDECAR_URL] = await sidecarUrls(context);
      context.print({ dryRun: true, sidecar }, () => `Would drain the node beside ${sidecar}; it would take no writes until restarted\n`);
      return;
    }
    const done = await askNode(context, async (client, sidecar) => ({ sidecar, ...(await client.drain({}, { signal: context.signal })) }));
    context.print(done, () => `${done.sidecar}  ${done.operationMode}\n`);
  },
});
