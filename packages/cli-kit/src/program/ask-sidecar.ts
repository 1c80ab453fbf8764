import { createSidecarClient, type SidecarClient } from '@ringside/api';
import { errors, type OpsError, toOpsError } from '@ringside/core';
import { modelErrors } from '@ringside/model';
import { findHome } from '../state-folder/home.ts';
import { hasRing } from '../state-folder/ring-place.ts';
import { ringSidecars } from '../state-folder/ring-sidecars.ts';
import type { CommandContext } from './context.ts';
import { whileAlive } from './liveness.ts';
import { sidecarFetch } from './sidecar-access.ts';

/** Where a sidecar listens when nobody says otherwise. */
export const DEFAULT_SIDECAR_URL = 'http://127.0.0.1:9043';

/**
 * The sidecars that a command may ask, best first: the one of `--sidecar` or `RINGSIDE_SIDECAR` alone, else all those of the local
 * ring, else the default address.
 */
export async function sidecarUrls(context: CommandContext): Promise<readonly string[]> {
  if (context.global.sidecar !== undefined) return [context.global.sidecar];
  const urls = await ringSidecars(context).catch((error: unknown) => {
    context.warn(toOpsError(error));
    return [];
  });
  return urls.length > 0 ? urls : [DEFAULT_SIDECAR_URL];
}

/**
 * A client of one sidecar, which waits as long as each route may take unless `--timeout` says otherwise.
 *
 * @param over ends all of its requests
 */
export function sidecarClient(context: CommandContext, baseUrl: string, over?: AbortSignal): SidecarClient {
  const { timeoutMs } = context.global;
  const send = sidecarFetch(context);
  return createSidecarClient({
    baseUrl,
    ...(timeoutMs !== undefined && { timeoutMs }),
    fetch:
      over === undefined
        ? send
        : (url, init) => send(url, { ...init, signal: AbortSignal.any([over, ...(init.signal ? [init.signal] : [])]) }),
  });
}

/**
 * Asks the first sidecar that can answer: one whose Cassandra is down, that is not there, or that is frozen is passed over for the next, since
 * every node knows the ring. The last one has the time that its route may take.
 *
 * @throws OpsError of the first sidecar when none can answer, or at once for an error that another sidecar would repeat
 */
export async function askSidecar<Answer>(context: CommandContext, ask: (client: SidecarClient) => Promise<Answer>): Promise<Answer> {
  let first: OpsError | undefined;
  const urls = await sidecarUrls(context);
  for (const url of urls) {
    try {
      context.logger.debug('asking', { sidecar: url });
      return await (url === urls.at(-1) ? ask(sidecarClient(context, url)) : askWhileAlive(context, url, ask));
    } catch (thrown) {
      const error = toOpsError(thrown);
      if (!error.retryable) throw error;
      context.logger.debug('no answer', { sidecar: url, code: error.code, message: error.message });
      first ??= error;
    }
  }
  throw noAnswer(context, first);
}

function askWhileAlive<Answer>(context: CommandContext, url: string, ask: (client: SidecarClient) => Promise<Answer>): Promise<Answer> {
  const liveness = { url, clock: context.clock, client: sidecarClient(context, url) };
  return whileAlive(liveness, (signal) => ask(sidecarClient(context, url, signal)));
}

/** Says it better where the reason is known: there is a ring in this folder, and it is down. */
function noAnswer(context: CommandContext, first: OpsError | undefined): OpsError {
  const home = findHome(context);
  const foreign = context.global.sidecar !== undefined || first?.code !== 'SIDECAR_UNAVAILABLE';
  if (foreign || !hasRing(home)) return first ?? errors.INTERNAL({ message: 'There is no sidecar to ask' });
  return modelErrors.RING_NOT_RUNNING({ message: `The ring in ${home} is not running`, cause: first });
}
