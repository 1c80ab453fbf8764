import type { SidecarClient } from '@ringside/api';
import { errors, type OpsError, toOpsError } from '@ringside/core';
import { modelErrors } from '@ringside/model';
import { findHome } from '../state-folder/home.ts';
import { hasRing } from '../state-folder/ring-place.ts';
import { ringSidecars } from '../state-folder/ring-sidecars.ts';
import type { CommandContext } from './context.ts';
import { answers, whileAlive } from './liveness.ts';
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
 * @param baseUrl where the sidecar listens, such as `http://127.0.0.1:9043`
 * @param over ends all of its requests
 */
export async function sidecarClient(context: CommandContext, baseUrl: string, over?: AbortSignal): Promise<SidecarClient> {
  // Loaded here, because help and completion need none of the routes.
  const { createSidecarClient } = await import('@ringside/api');
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

const CONFLICT = 409;

/**
 * Asks the first sidecar that can answer: one whose Cassandra is down, that is not there, or that is frozen is passed over for the next, since
 * every node knows the ring. The last one has the time that its route may take.
 *
 * @param ask sends the request with the client of one sidecar; may be called again for the next one
 * @throws OpsError of the first sidecar when none can answer, or at once for an error that another sidecar would repeat
 */
export async function askSidecar<Answer>(context: CommandContext, ask: (client: SidecarClient) => Promise<Answer>): Promise<Answer> {
  const failures: OpsError[] = [];
  const urls = await sidecarUrls(context);
  for (const url of urls) {
    try {
      context.logger.debug('asking', { sidecar: url });
      return await (url === urls.at(-1) ? ask(await sidecarClient(context, url)) : askWhileAlive(context, url, ask));
    } catch (thrown) {
      const error = toOpsError(thrown);
      // A refusal is an answer: another sidecar would be asked the same once more, and perhaps do it.
      if (!error.retryable || error.httpStatus === CONFLICT) throw error;
      context.logger.debug('no answer', { sidecar: url, code: error.code, message: error.message });
      failures.push(error);
    }
  }
  throw failureOf(context, failures[0], failures.every(isUnavailable));
}

async function askWhileAlive<Answer>(
  context: CommandContext,
  url: string,
  ask: (client: SidecarClient) => Promise<Answer>,
): Promise<Answer> {
  const liveness = { url, clock: context.clock, client: await sidecarClient(context, url) };
  return whileAlive(liveness, async (signal) => ask(await sidecarClient(context, url, signal)));
}

/**
 * Asks the one sidecar that a command is about: that of `--sidecar`, else the first of the local ring. The next one would answer for another node.
 *
 * @param ask is told the address too
 * @throws OpsError what `ask` throws; `RING_NOT_RUNNING` when the sidecar is gone and so are all others of the ring here
 */
export async function askNode<Answer>(
  context: CommandContext,
  ask: (client: SidecarClient, sidecar: string) => Promise<Answer>,
): Promise<Answer> {
  const [sidecar = DEFAULT_SIDECAR_URL] = await sidecarUrls(context);
  try {
    return await ask(await sidecarClient(context, sidecar), sidecar);
  } catch (thrown) {
    throw await whyNoAnswer(context, [sidecar], toOpsError(thrown));
  }
}

/**
 * Why the sidecars that a command is about did not answer: the ring is down where none of its others answers either, else what the first of them said.
 *
 * @param asked those that failed
 * @param first how the first of them did
 */
export async function whyNoAnswer(context: CommandContext, asked: readonly string[], first: OpsError): Promise<OpsError> {
  if (!isUnavailable(first) || context.global.sidecar !== undefined) return first;
  const others = (await sidecarUrls(context)).filter((url) => !asked.includes(url));
  const answered = await Promise.all(others.map(async (url) => answers(await sidecarClient(context, url), context.signal)));
  return failureOf(context, first, !answered.includes(true));
}

/** Says it better where the reason is known: there is a ring in this folder, and it is down. */
function failureOf(context: CommandContext, first: OpsError | undefined, isDown: boolean): OpsError {
  const home = findHome(context);
  if (!isDown || context.global.sidecar !== undefined || !hasRing(home))
    return first ?? errors.INTERNAL({ message: 'There is no sidecar to ask' });
  return modelErrors.RING_NOT_RUNNING({ message: `The ring in ${home} is not running`, cause: first });
}

function isUnavailable({ code }: OpsError): boolean {
  return code === 'SIDECAR_UNAVAILABLE';
}
