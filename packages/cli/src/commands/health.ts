import { type CommandContext, defineCommand, LIVENESS_MS, renderTable, sidecarClient, sidecarUrls } from '@ringside/cli-kit';
import { type OpsError, throwIfAborted, toOpsError } from '@ringside/core';
import { modelErrors } from '@ringside/model';

/** What one sidecar says about itself and its node. */
interface SidecarHealth {
  readonly sidecar: string;
  readonly self: boolean;
  /** CQL answers. */
  readonly native: boolean;
  /** Node control answers. */
  readonly jmx: boolean;
  readonly reason?: string;
}

/** `ringside health`: for a person and for a probe. */
export const command = defineCommand({
  description: `Asks every sidecar of the local ring (or the one of --sidecar) whether it is up, whether its Cassandra answers CQL, and whether it
answers node control. The exit code is 0 only when all of it is well, ${modelErrors.CASSANDRA_UNAVAILABLE.exit} otherwise.`,
  examples: [
    { command: 'ringside health', doc: 'every node of the ring here' },
    { command: 'ringside health --sidecar http://127.0.0.2:9043 || echo down', doc: 'one node, as a probe' },
  ],
  async run(context) {
    const urls = await sidecarUrls(context);
    const results = await Promise.all(urls.map((url) => ask(context, url)));
    throwIfAborted(context.signal, 'Asking the sidecars');
    const mark = (well: boolean): string => (well ? context.style.green('ok') : context.style.red('NOT OK'));
    context.print({ healthy: results.every(isHealthy), sidecars: results }, ({ sidecars }) =>
      renderTable(
        ['Sidecar', 'Itself', 'CQL', 'Node control', 'Reason'].map((heading) => ({ heading })),
        sidecars.map((one) => [one.sidecar, mark(one.self), mark(one.native), mark(one.jmx), one.reason ?? '']),
        context.style,
      ),
    );
    return results.every(isHealthy) ? 0 : modelErrors.CASSANDRA_UNAVAILABLE.exit;
  },
});

function isHealthy(health: SidecarHealth): boolean {
  return health.self && health.native && health.jmx;
}

async function ask(context: CommandContext, url: string): Promise<SidecarHealth> {
  const call = { signal: context.signal };
  try {
    const client = sidecarClient(context, url);
    const self = await client.health({}, { ...call, timeoutMs: Math.min(LIVENESS_MS, context.global.timeoutMs ?? LIVENESS_MS) });
    const [native, jmx] = await Promise.all([client.nativeHealth({}, call), client.jmxHealth({}, call)]);
    return { sidecar: url, self: self.status === 'OK', native: native.status === 'OK', jmx: jmx.status === 'OK' };
  } catch (thrown) {
    const error: OpsError = toOpsError(thrown);
    return { sidecar: url, self: false, native: false, jmx: false, reason: error.message };
  }
}
