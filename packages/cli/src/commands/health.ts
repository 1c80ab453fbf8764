import { type CommandContext, defineCommand, LIVENESS_MS, renderTable, sidecarClient, sidecarUrls } from '@ringside/cli-kit';
import type { SidecarClient } from '@ringside/api';
import { isOpsError, type OpsError, throwIfAborted, toOpsError } from '@ringside/core';
import { modelErrors } from '@ringside/model';

/** What one sidecar says about itself and its node. */
interface SidecarHealth {
  readonly sidecar: string;
  readonly self: boolean;
  /** CQL answers. */
  readonly native: boolean;
  /** Node control answers. */
  readonly jmx: boolean;
  /** No management interface is configured: that {@link jmx} is false is no fault then. */
  readonly jmxAbsent?: true;
  readonly reason?: string;
}

/** `ringside health`: for a person and for a probe. */
export const command = defineCommand({
  description: `Asks every sidecar of the local ring (or the one of --sidecar) whether it is up, whether its Cassandra answers CQL, and whether it
answers node control, where a management interface is configured. The exit code is 0 only when all of it is well, ${modelErrors.CASSANDRA_UNAVAILABLE.exit} otherwise.`,
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
        sidecars.map((one) => [one.sidecar, mark(one.self), mark(one.native), one.jmxAbsent ? 'none' : mark(one.jmx), one.reason ?? '']),
        context.style,
      ),
    );
    return results.every(isHealthy) ? 0 : modelErrors.CASSANDRA_UNAVAILABLE.exit;
  },
});

function isHealthy(health: SidecarHealth): boolean {
  return health.self && health.native && (health.jmx || health.jmxAbsent === true);
}

const ABSENT = { jmxAbsent: true, reason: 'no management interface is configured (cassandra.control is virtual-tables)' } as const;

/** The health route says only that node control does not answer, as Apache's does; why, another route tells: it needs the interface on every version. */
async function whyNoControl(context: CommandContext, client: SidecarClient): Promise<Partial<typeof ABSENT>> {
  const error = await client.streams({}, { signal: context.signal, timeoutMs: livenessMs(context) }).catch((thrown: unknown) => thrown);
  return isOpsError(error) && error.code === 'NODE_CONTROL_ABSENT' ? ABSENT : {};
}

function livenessMs(context: CommandContext): number {
  return Math.min(LIVENESS_MS, context.global.timeoutMs ?? LIVENESS_MS);
}

async function ask(context: CommandContext, url: string): Promise<SidecarHealth> {
  const call = { signal: context.signal };
  try {
    const client = await sidecarClient(context, url);
    const self = await client.health({}, { ...call, timeoutMs: livenessMs(context) });
    const [native, jmx] = await Promise.all([client.nativeHealth({}, call), client.jmxHealth({}, call)]);
    const found = { sidecar: url, self: self.status === 'OK', native: native.status === 'OK', jmx: jmx.status === 'OK' };
    return found.jmx ? found : { ...found, ...(await whyNoControl(context, client)) };
  } catch (thrown) {
    const error: OpsError = toOpsError(thrown);
    return { sidecar: url, self: false, native: false, jmx: false, reason: error.message };
  }
}
