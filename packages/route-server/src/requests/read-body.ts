import type { IncomingMessage } from 'node:http';
import { errors } from '@ringside/core';
import type { Body, Route } from '@ringside/route-kit';
import { Errors } from 'typebox/schema';
import { Refusal } from './refusal.ts';
import { refuseUnknown } from './refuse-unknown.ts';

/**
 * The body of a request as its route has it: a JSON value that fits the schema, or bytes that come as they are read. A field that a body of our own
 * routes does not have is refused; Apache's leave it out.
 *
 * @param whole the bytes of a body that is read before the handler runs
 * @throws OpsError `INVALID_ARGUMENT` naming the field; a {@link Refusal} with 413 for bytes that are too many
 */
export function readBody(route: Route, request: IncomingMessage, whole: unknown): unknown {
  const { body } = route;
  if (body === undefined) return undefined;
  if (body.kind === 'json') return readJson(route, body, whole);
  if (Number(request.headers['content-length'] ?? 0) > body.maxBytes) throw tooLarge(body);
  return bounded(request, body);
}

function readJson({ origin }: Route, { schema = {} }: Body, whole: unknown): unknown {
  const value = parse(Buffer.isBuffer(whole) ? whole.toString('utf8') : '');
  const { properties } = schema;
  if (origin === 'ringside' && properties !== undefined && isObject(value))
    refuseUnknown('field', Object.keys(value), Object.keys(properties));
  const [, faults] = Errors(schema, value);
  const [fault] = faults;
  if (fault === undefined) return value;
  const place = fault.instancePath === '' ? 'The body' : `The body’s ${fault.instancePath.slice(1).replaceAll('/', '.')}`;
  throw errors.INVALID_ARGUMENT({ message: `${place} ${fault.message}`, details: { field: fault.instancePath } });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  if (text === '') throw errors.INVALID_ARGUMENT({ message: 'The body is missing', remedy: 'Send a JSON body.' });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw errors.INVALID_ARGUMENT({ message: 'The body is not JSON', remedy: 'Send a JSON body.' });
  }
}

async function* bounded(request: IncomingMessage, body: Body): AsyncGenerator<Uint8Array> {
  let received = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    received += piece.length;
    if (received > body.maxBytes) throw tooLarge(body);
    yield piece;
  }
}

function tooLarge({ maxBytes }: Body): Refusal {
  return new Refusal(413, `The body is larger than the ${maxBytes} bytes that this route takes`);
}
