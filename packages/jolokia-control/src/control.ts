import { setImmediate as othersFirst } from 'node:timers/promises';
import { type Clock, errors, type Logger, silentLogger, systemClock } from '@ringside/core';
import { isLoopbackHost } from '@ringside/model';
import type { NodeControl } from '@ringside/node-control';
import { decode, readAnswers } from './answers.ts';
import type { Act, Ask } from './ask.ts';
import { drain } from './drain.ts';
import { proofOf } from './proof.ts';
import { operationModeQuery } from './queries/status.ts';
import { unavailable } from './refusals.ts';
import {
  activity,
  gossip,
  identification,
  lifecycle,
  type Line,
  logging,
  metrics,
  repair,
  ring,
  sampling,
  snapshots,
  storage,
} from './roles.ts';
import { createSecretKeeper, type SecretSource } from './secret-keeper.ts';
import { createTransport, type Transport } from './transport.ts';

/** Where a node's Jolokia agent is, and bounds for talking to it. */
export interface JolokiaControlOptions {
  /** The agent's address with its context path, such as `http://127.0.0.1:8778/jolokia/`; loopback only. */
  readonly url: string;
  /**
   * The node's secret, or what gives it. A node that Ringside starts has a new one each time, so what gives it is asked first and then whenever a
   * secret is refused. A secret that `newJolokiaSecret()` made is sent only to an agent that has proved to know it.
   */
  readonly secret: string | (() => Promise<string>);
  /** Replaces `fetch`, for tests. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** How long a read may take. Default 5,000. */
  readonly timeoutMs?: number | undefined;
  /** How long a flush, a snapshot or another operation may take; a drain has its own deadline. Default 300,000. */
  readonly operationTimeoutMs?: number | undefined;
  /** How many reads run at a time; more wait in line. Default 4. */
  readonly concurrency?: number | undefined;
  /** How many operations run at a time, beside the reads; more wait in line. Default 8. */
  readonly operationConcurrency?: number | undefined;
  /** Default: says nothing. */
  readonly logger?: Logger | undefined;
  /** Default: the machine's. */
  readonly clock?: Clock | undefined;
}

/**
 * The `NodeControl` of a node with a Jolokia agent (JMX over HTTP inside the node's JVM).
 *
 * @throws OpsError `INVALID_ARGUMENT` for an address that is not plain HTTP on loopback
 * @example
 * ```ts
 * const control = createJolokiaControl({ url: 'http://127.0.0.1:8778/jolokia/', secret });
 * const { operationMode } = await control.status();
 * ```
 */
export function createJolokiaControl(options: JolokiaControlOptions): NodeControl {
  const { clock = systemClock, operationTimeoutMs = 300_000 } = options;
  const settings = {
    url: agentUrl(options.url),
    fetch: options.fetch ?? globalThis.fetch,
    timeoutMs: options.timeoutMs ?? 5_000,
    logger: options.logger ?? silentLogger,
    clock,
  };
  const { secret } = options;
  const secrets = createSecretKeeper(sourceOf(secret, settings.url.host), proofOf(settings));
  const ask = askOver(createTransport({ ...settings, secrets, concurrency: options.concurrency ?? 4 }));
  // Operations wait in a line of their own: however many hang, reads are answered.
  const act = askOver(createTransport({ ...settings, secrets, concurrency: options.operationConcurrency ?? 8 }));
  const measure = askOver(createTransport({ ...settings, secrets, concurrency: METRICS_CONCURRENCY }));
  const survey = askOver(createTransport({ ...settings, secrets, concurrency: SURVEY_CONCURRENCY }));
  const line: Line = { ask, measure, survey, act: onceItAnswers(ask, act), operationTimeoutMs };
  return {
    ...identification(line),
    ...lifecycle(line, (bounds) => drain({ ask, act }, settings.url.host, clock, bounds)),
    ...ring(line),
    ...gossip(line),
    ...storage(line),
    ...snapshots(line),
    ...activity(line),
    ...logging(line),
    ...metrics(line),
    ...sampling(line, clock),
    ...repair(line),
  };
}

/** Metrics are read in a few groups at once; in a shorter line one would spend its time-out waiting for another. */
const METRICS_CONCURRENCY = 3;

/** These may take minutes each, and keep the disk of the node busy; none of them keeps another read waiting. */
const SURVEY_CONCURRENCY = 4;

function sourceOf(secret: JolokiaControlOptions['secret'], node: string): SecretSource {
  if (typeof secret === 'string') return async () => secret;
  return () =>
    secret().catch((error: unknown) => {
      throw unavailable(node, `cannot be asked: ${error instanceof Error ? error.message : String(error)}`, error);
    });
}

function askOver(transport: Transport): Ask {
  return async (query, bounds) => {
    const answers = readAnswers(transport.node, query.doing, await transport.post(query.requests, bounds));
    if (bounds?.condense !== undefined) await othersFirst();
    return decode(transport.node, answers, query.decode);
  };
}

/**
 * Asks for something that changes the node, once it has answered a read. What is sent to a node that is frozen waits in its socket and
 * is done when it thaws, although the caller has long given up; this way it has not been sent.
 */
function onceItAnswers(ask: Ask, act: Ask): Act {
  return async (query, { unsentSignal, ...bounds } = {}) => {
    await ask(operationModeQuery, { signal: unsentSignal ?? bounds.signal });
    return act(query, bounds);
  };
}

function agentUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.protocol !== 'http:' || url.username !== '' || !isLoopbackHost(url.hostname)) {
    throw errors.INVALID_ARGUMENT({
      message: `"${text.replace(/\/\/[^@/]*@/, '//')}" is not the address of a Jolokia agent on this machine`,
      remedy: 'Write it like http://127.0.0.1:8778/jolokia/.',
    });
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
