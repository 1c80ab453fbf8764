import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Clock, errors, retry, type RetryPolicy } from '@ringside/core';
import { type Family, type OtlpOptions, type OtlpOutcome, otlpRequest, readOtlpResponse } from '@ringside/metrics';
import { type Delivery, type MetricsReceiver, seriesOf } from './receiver.ts';

const compress = promisify(gzip);

/** Where an OTLP receiver listens, and how it is spoken to. */
export interface OtlpReceiverOptions extends OtlpOptions {
  /** The whole address, as `http://127.0.0.1:4318/v1/metrics`. */
  readonly url: string;
  /** Sent with each request; a token, say. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sleeps through the pauses between attempts. */
  readonly clock: Clock;
  /** Chance, from 0 up to but not including 1, for pauses. */
  readonly random: () => number;
}

/** Series in one request. Receivers limit the size of requests, and what is tried again should be small. */
const SERIES_AT_ONCE = 2_000;

/** An answer is not read further than this. */
const MOST_ANSWER_BYTES = 64 * 1_024;

/** Of the answers that are no success, only these are worth another try, says the protocol. */
const TEMPORARY: ReadonlySet<number> = new Set([429, 502, 503, 504]);

class Refused extends Error {
  readonly isTemporary: boolean;
  constructor(message: string, isTemporary: boolean) {
    super(message);
    this.isTemporary = isTemporary;
  }
}

const POLICY: RetryPolicy = {
  attempts: 4,
  backoff: { firstMs: 500, factor: 2, mostMs: 5_000, jitter: 0.5 },
  retries: (error) => !(error instanceof Refused) || error.isTemporary,
};

/** A receiver of OpenTelemetry's protocol over HTTP, in protobuf and compressed. What it refuses for now is tried again a few times. */
export function createOtlpReceiver(options: OtlpReceiverOptions): MetricsReceiver {
  const { clock, random } = options;
  return {
    name: 'otlp',
    send: async (families, signal) => {
      let delivery: Delivery = { sent: 0, lost: 0, reason: undefined };
      for (const batch of batches(families)) {
        const body = await compress(otlpRequest(batch, options));
        const one = await retry(POLICY, async () => post(options, body, signal), { clock, random, signal }).then(
          (outcome) => delivered(seriesOf(batch), outcome),
          (error: Error) => ({ sent: 0, lost: seriesOf(batch), reason: reasonOf(error) }),
        );
        delivery = { sent: delivery.sent + one.sent, lost: delivery.lost + one.lost, reason: delivery.reason ?? one.reason };
      }
      return delivery;
    },
    close: async () => undefined,
  };
}

function delivered(series: number, { rejected, message }: OtlpOutcome): Delivery {
  const lost = Math.min(series, rejected);
  return { sent: series - lost, lost, reason: lost === 0 ? undefined : message };
}

/** `fetch` says "fetch failed", and what failed in its cause. */
function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function post({ url, headers = {} }: OtlpReceiverOptions, body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<OtlpOutcome> {
  const sent = { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip', ...headers };
  const response = await fetch(url, { method: 'POST', headers: sent, body, signal, redirect: 'error' });
  const answer = await readBounded(response);
  if (!response.ok) throw new Refused(`HTTP status ${response.status}`, TEMPORARY.has(response.status));
  return readOtlpResponse(answer);
}

async function readBounded({ body }: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body ?? []) {
    length += piece.length;
    if (length > MOST_ANSWER_BYTES) throw errors.INVALID_ARGUMENT({ message: 'The answer of the OTLP receiver is too long' });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Families cut into requests; a large one is divided. */
function* batches(families: readonly Family[]): Generator<readonly Family[]> {
  let batch: Family[] = [];
  let room = SERIES_AT_ONCE;
  for (const family of families) {
    for (let from = 0; from < family.series.length;) {
      const series = family.series.slice(from, from + room);
      batch.push({ ...family, series });
      from += series.length;
      room -= series.length;
      if (room > 0) continue;
      yield batch;
      [batch, room] = [[], SERIES_AT_ONCE];
    }
  }
  if (batch.length > 0) yield batch;
}
