import { errorFromWire, errors, type OpsError } from '@ringside/core';
import { alternativesOf, type Answer, type ReceivedFile } from '../route/answer.ts';
import { codeOfStatus } from '../route/error-statuses.ts';
import type { Route } from '../route/route.ts';
import { kindOfStatus, knownKind } from './known-errors.ts';
import { eventsIn } from './event-stream.ts';
import { piecesOf } from './pieces.ts';

/** How an answer came. */
export interface Received {
  readonly route: Route;
  readonly url: string;
  readonly response: Response;
  /** Something came: time begins anew. */
  readonly renew: () => void;
  /** The call is over. */
  readonly end: () => void;
  /** What a failure while the answer comes in is told as. */
  readonly explain: (thrown: unknown) => OpsError;
}

/**
 * What a call resolves to, by the kind of its route's answer; the deadline is over when it resolves, except for an answer that comes in pieces, which
 * ends it itself.
 *
 * @throws OpsError with the code that the sidecar names, else with the one that the status means for the route (`INTERNAL` if none does, or if
 *   the body is not what the route answers with)
 */
export async function readAnswer(received: Received): Promise<unknown> {
  const { route, response, end } = received;
  const answer = response.ok ? answerLike(route, response) : undefined;
  if (answer?.kind === 'file') return asFile(received);
  if (answer?.kind === 'events') return watched(received, eventsIn(renewing(received)));
  const text = await response.text();
  end();
  return wholeAnswer(received, answer, text);
}

function wholeAnswer({ route, url, response: { status, ok } }: Received, answer: Answer | undefined, text: string): unknown {
  if (ok && answer?.kind === 'text') return text;
  const body = parse(text);
  const told = alternativesOf(route.answer).find(({ statuses, schema }) => statuses.includes(status) && isLike(body, schema));
  if (ok ? body !== NOT_JSON : told !== undefined) return (answer ?? told)?.kind === 'operation' ? { status, body } : body;
  if (ok)
    throw errors.INTERNAL({
      message: `${url} answered with something else than JSON`,
      remedy: 'Check that the address is that of a sidecar.',
    });
  throw asError(route, url, status, body);
}

/** The answer of a route's that a success is: by its media type, where there are several. */
function answerLike({ answer }: Route, { headers }: Response): Answer | undefined {
  const [first, ...others] = alternativesOf(answer);
  if (others.length === 0) return first;
  const [mediaType = ''] = (headers.get('content-type') ?? '').split(';');
  return [first, ...others].find((each) => each?.mediaType?.startsWith(mediaType.trim()));
}

function asFile(received: Received): ReceivedFile {
  const { status, headers } = received.response;
  const length = Number(headers.get('content-length') ?? 0);
  const [, start, end, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  const content = watched(received, renewing(received));
  if (status !== 206 || start === undefined) return { sizeBytes: length, range: { start: 0, end: length }, content };
  return { sizeBytes: Number(size), range: { start: Number(start), end: Number(end) + 1 }, content };
}

async function* renewing({ response, renew }: Received): AsyncGenerator<Uint8Array> {
  for await (const piece of piecesOf(response)) {
    renew();
    yield piece;
  }
}

/** Ends the request when the loop over it is left. */
async function* watched<T>({ end, explain }: Received, values: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* values;
  } catch (thrown) {
    throw explain(thrown);
  } finally {
    end();
  }
}

const NOT_JSON: unique symbol = Symbol('not JSON');

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return NOT_JSON;
  }
}

/** Tells a route's own body from that of an error, which a failed status may come with too: it has every field that it must have. */
function isLike(body: unknown, schema: Answer['schema']): boolean {
  if (!isObject(body) || Object.hasOwn(body, 'error')) return false;
  const { required = [], properties = {} } = schema ?? {};
  return required.every((name) => {
    const values = properties[name]?.['enum'];
    return Object.hasOwn(body, name) && (!Array.isArray(values) || values.includes(body[name]));
  });
}

function isObject(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

function asError(route: Route, url: string, status: number, body: unknown): OpsError {
  const answer: Readonly<Record<string, unknown>> = isObject(body) ? body : {};
  const said = textOf(answer['error']);
  const code = said !== undefined && CODE.test(said) ? said : undefined;
  const wire = {
    code,
    message: textOf(answer['message']) ?? `${url} answered ${status}${reason(answer['status'])}`,
    remedy: textOf(answer['remedy']),
    retryable: typeof answer['retryable'] === 'boolean' ? answer['retryable'] : undefined,
    exitCode: isExitCode(answer['exitCode']) ? answer['exitCode'] : undefined,
    details: { ...(isObject(answer['details']) && answer['details']), httpStatus: status },
  };
  return errorFromWire(wire, status, knownKind(code ?? codeOfStatus(route, status)) ?? kindOfStatus(status));
}

/** How a code is written: nothing else that a stranger answers passes for one. */
const CODE = /^[A-Z][A-Z_]{1,49}$/;

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isExitCode(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 256;
}

function reason(status: unknown): string {
  return typeof status === 'string' ? ` ${status}` : '';
}
