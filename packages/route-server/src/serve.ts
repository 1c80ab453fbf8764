import { type Deadline, deadlineIn, lifetimeOf, systemClock, throwIfAborted, withDeadline } from '@ringside/core';
import { alternativesOf, type GivenParameters, namesIn, type Route } from '@ringside/route-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnyHandler, Handled, ServedInstance } from './handlers.ts';
import type { NodeLimits, RequestLimit } from './bounds/limits.ts';
import { readBody } from './requests/read-body.ts';
import { type RawParameters, readParameters } from './requests/read-parameters.ts';
import { RequestTimeout } from './requests/refusal.ts';
import { isStreamed, sendAnswer } from './answers/send-answer.ts';

/** What of a request says which instance it is about. */
export interface InstanceChoice {
  /** `?instanceId=` */
  readonly instanceId: number | undefined;
  /** The `Host` header. */
  readonly hostHeader: string | undefined;
}

/** What requests are served with, and what bounds them. */
export interface ServingParts<Instance extends ServedInstance = ServedInstance> {
  /** Finds the instance of a request; rejects with the error that it is answered with. */
  readonly select: (choice: InstanceChoice) => Promise<Instance>;
  /** The instance that routes get which ask none. */
  readonly first: Instance;
  /** Places for short requests that ask Cassandra; a request that finds none is refused at once. */
  readonly limit: RequestLimit;
  /** Each instance's part of those places: however many requests hang at one, others are served. */
  readonly readLimit: NodeLimits;
  /** Places of requests that take long, each instance's own and not part of `limit`. */
  readonly longLimit: NodeLimits;
  /** Places of requests that events are sent to, which are no part of `limit` either. */
  readonly eventLimit: RequestLimit;
  /** How long a short request may take; then its signal aborts, and it is answered with 408. */
  readonly requestTimeoutMs: number;
  /** The same for routes whose duration is `long`. */
  readonly longRequestTimeoutMs: number;
  /** Aborts what is under way when the server stops. */
  readonly stopping: AbortSignal;
}

/** One request of a route. */
export interface Served<Instance> {
  readonly route: Route;
  readonly handler: AnyHandler<Instance>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Aborts when the server begins to close. */
  readonly closing: AbortSignal;
}

/** What is interrupted, in messages. */
const REQUEST = 'The request';

/**
 * Serves a request within its bounds: it holds its places until it is answered to the last byte.
 *
 * @throws OpsError, a Refusal, or a RequestTimeout
 */
export async function serve<Instance extends ServedInstance>(
  served: Served<Instance>,
  parts: ServingParts<Instance>,
): Promise<FastifyReply> {
  const { route, request, reply, closing } = served;
  const lifetime = lifetimeOf([parts.stopping, request.left]);
  const held = [lifetime.release];
  const giveBack = (): void => {
    for (const each of held) each();
  };
  const timeoutMs = route.duration === 'long' ? parts.longRequestTimeoutMs : parts.requestTimeoutMs;
  try {
    held.push(...enterFirst(route, parts));
    const deadline = deadlineIn(systemClock, timeoutMs);
    const { signal } = lifetime;
    const work = (): Promise<Handled> => handle({ ...served, signal, deadline, held }, parts);
    const handled = await withDeadline({ signal, deadline }, { what: REQUEST, late: () => new RequestTimeout() }, work);
    if (isStreamed(handled)) reply.raw.once('close', giveBack);
    else giveBack();
    return sendAnswer({ request, reply, route, signal, closing }, handled);
  } catch (error) {
    lifetime.end(error);
    giveBack();
    throw error;
  }
}

/** Takes the place that does not depend on what is asked; what the server answers by itself needs none. */
function enterFirst(
  { answer, asksCassandra, duration }: Route,
  { limit, eventLimit }: Pick<ServingParts, 'limit' | 'eventLimit'>,
): readonly (() => void)[] {
  if (hasEvents(answer)) return [eventLimit.enter()];
  return asksCassandra && duration === 'short' ? [limit.enter()] : [];
}

function hasEvents(answer: Route['answer']): boolean {
  return alternativesOf(answer).some(({ kind }) => kind === 'events');
}

interface Handling<Instance> extends Served<Instance> {
  readonly signal: AbortSignal;
  readonly deadline: Deadline;
  /** What gives back the places that the request holds. */
  readonly held: (() => void)[];
}

async function handle<Instance extends ServedInstance>(
  { route, handler, request, reply, signal, deadline, held }: Handling<Instance>,
  parts: ServingParts<Instance>,
): Promise<Handled> {
  const params = readParameters(route, rawParameters(route, request));
  const body = readBody(route, request.raw, request.body);
  const instance = await instanceOf(route, params, request, parts);
  const run = (): Promise<Handled> => handler({ params, body, caller: request.caller?.name, instance, signal, deadline });
  throwIfAborted(signal, REQUEST); // or the place would be taken after all were given back
  if (!route.asksCassandra || hasEvents(route.answer)) return run();
  if (route.duration === 'long') return inPlace(parts.longLimit(instance), reply, run);
  held.push(parts.readLimit(instance).enter());
  return run();
}

/** Holds a place until the work is over, also where its deadline has passed before: what hangs there still hangs. */
async function inPlace(limit: RequestLimit, reply: FastifyReply, work: () => Promise<Handled>): Promise<Handled> {
  const leave = limit.enter();
  let streamed = false;
  try {
    const handled = await work();
    streamed = isStreamed(handled) && !reply.raw.closed;
    if (streamed) reply.raw.once('close', leave);
    return handled;
  } finally {
    if (!streamed) leave();
  }
}

async function instanceOf<Instance extends ServedInstance>(
  { asksCassandra }: Route,
  { instanceId }: GivenParameters,
  { headers, host }: FastifyRequest,
  { select, first }: ServingParts<Instance>,
): Promise<Instance> {
  return asksCassandra ? select({ instanceId: instanceId as number | undefined, hostHeader: headers.host ?? host }) : first;
}

/** What follows in the path of a template that ends so is called `*` by the framework. */
function rawParameters({ path: template }: Route, { params, query, headers }: FastifyRequest): RawParameters {
  const { '*': rest, ...path } = params as Record<string, string>;
  const last = namesIn(template).at(-1);
  return {
    path: rest === undefined || last === undefined ? path : { ...path, [last]: rest },
    query: query as RawParameters['query'],
    headers,
  };
}
