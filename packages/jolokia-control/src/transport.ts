import { setImmediate as othersFirst } from 'node:timers/promises';
import { type Clock, deadlineIn, formatDuration, isOpsError, type Logger, withDeadline } from '@ringside/core';
import { JOLOKIA_USER } from './agent-properties.ts';
import { createLimiter } from './limiter.ts';
import { type Condense, readBody, repairEscapes } from './read-body.ts';
import type { SecretKeeper } from './secret-keeper.ts';
import { denied, unavailable } from './refusals.ts';
import { AGENT_HEADERS } from './headers.ts';
import { type JolokiaAnswer, type JolokiaRequest, malformed, parseBulkAnswer } from './protocol.ts';

/** Where and how to reach a node's agent. */
export interface TransportSettings {
  readonly url: URL;
  readonly secrets: SecretKeeper;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Bounds of one POST. */
export interface PostOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default: the transport's. */
  readonly timeoutMs?: number | undefined;
  /** Shortens the answer while it arrives, for one that may be large. */
  readonly condense?: Condense | undefined;
}

/** Sends bulk POSTs to one agent. */
export interface Transport {
  /** The agent's address, for messages. */
  readonly node: string;
  /**
   * Sends requests as one POST and gives one answer each, in order.
   *
   * @throws OpsError `NODE_CONTROL_UNAVAILABLE` (nobody there, too slow), `NODE_CONTROL_DENIED` (wrong secret), `NODE_CONTROL_MALFORMED`
   *   (something that is no bulk answer); what `abortError()` says when the signal aborts
   */
  post(requests: readonly JolokiaRequest[], options?: PostOptions): Promise<readonly JolokiaAnswer[]>;
}

interface SendBounds {
  readonly signal: AbortSignal;
  readonly condense: Condense | undefined;
}

/** Makes a {@link Transport}. Waiting for a free place counts towards the time-out. */
export function createTransport(settings: TransportSettings): Transport {
  const node = settings.url.host;
  const limiter = createLimiter(settings.concurrency);
  const target = new URL('?includeRequest=false&includeStackTrace=false', settings.url);
  return {
    node,
    async post(requests, { signal, condense, timeoutMs = settings.timeoutMs } = {}) {
      const startMs = performance.now();
      const late = (): Error => unavailable(node, `did not answer within ${formatDuration(timeoutMs)}`);
      // Of a signal of one's own: Node warns of more than ten listeners, and as many calls may share the caller's.
      const own = signal === undefined ? undefined : AbortSignal.any([signal]);
      const bounds = { signal: own, deadline: deadlineIn(settings.clock, timeoutMs) };
      try {
        const body = await withDeadline(bounds, { what: `The call to ${node}`, late }, (until) =>
          limiter.run(() => send(settings, target, requests, { signal: until, condense }), until),
        );
        settings.logger.debug('node control', { node, requests: requests.length, elapsedMs: Math.round(performance.now() - startMs) });
        // One large answer in one go would hold up all other work of the process.
        if (condense !== undefined) await othersFirst();
        return readAnswer(node, body, requests.length);
      } catch (error) {
        if (isOpsError(error)) throw error;
        throw unavailable(node, `does not answer: ${reasonOf(error)}`, error);
      }
    },
  };
}

/** A request that is refused was not carried out: it is sent once more where the node has another secret by now. */
async function send(settings: TransportSettings, target: URL, requests: readonly JolokiaRequest[], bounds: SendBounds): Promise<string> {
  const secret = await settings.secrets.current(bounds.signal);
  const first = await sendWith(secret, settings, target, requests, bounds);
  if (first !== undefined) return first;
  const renewed = await settings.secrets.insteadOf(secret, bounds.signal);
  const second = renewed === undefined ? undefined : await sendWith(renewed, settings, target, requests, bounds);
  if (second !== undefined) return second;
  throw denied(target.host, 'it does not accept the secret');
}

/** Resolves to undefined when the secret is not accepted. */
async function sendWith(
  secret: string,
  settings: TransportSettings,
  target: URL,
  requests: readonly JolokiaRequest[],
  { signal, condense }: SendBounds,
): Promise<string | undefined> {
  const response = await settings.fetch(target, {
    method: 'POST',
    headers: { ...AGENT_HEADERS, authorization: `Basic ${btoa(`${JOLOKIA_USER}:${secret}`)}` },
    body: JSON.stringify(requests),
    // The secret must not follow a redirect to somewhere else.
    redirect: 'error',
    signal,
  });
  const body = await readBody(response, condense);
  if (response.status === 401) return undefined;
  if (response.status === 403) throw denied(target.host, 'its policy does not let this machine in');
  if (!response.ok) throw malformed(target.host, `HTTP status ${response.status}`);
  return body;
}

function readAnswer(node: string, body: string, count: number): readonly JolokiaAnswer[] {
  const json = parseJson(node, body);
  const answers = parseBulkAnswer(json, count);
  if (answers !== undefined) return answers;
  const refusal = parseBulkAnswer([json], 1)?.[0];
  if (refusal?.ok === false && refusal.status === 403) throw denied(node, refusal.message);
  throw malformed(node, `it is no bulk answer to ${count} requests`);
}

function parseJson(node: string, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    const repaired = repairEscapes(body);
    if (repaired !== body) return parseJson(node, repaired);
    throw malformed(node, body.startsWith('<') ? 'it is a web page, not JSON' : 'it is not JSON', error);
  }
}

/** `fetch` says "fetch failed" and keeps the reason in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  if (cause instanceof Error) return cause.message;
  return error instanceof Error ? error.message : String(error);
}
