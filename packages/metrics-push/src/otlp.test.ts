import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import published from '@opentelemetry/otlp-transformer/build/src/generated/root.js';
import { silentLogger, systemClock } from '@ringside/core';
import { nativeBound } from '@ringside/metrics';
import { afterEach, describe, expect, it } from 'vitest';
import { createOtlpReceiver, type OtlpReceiverOptions } from './otlp.ts';
import { createPush } from './push.ts';
import { familiesOf, manyGauges } from './testing/families.ts';

/** Made by protobuf.js from the published files of OpenTelemetry's protocol. */
const { ExportMetricsServiceRequest, ExportMetricsServiceResponse } = (published as unknown as Published).opentelemetry.proto.collector
  .metrics.v1;

interface Published {
  readonly opentelemetry: { readonly proto: { readonly collector: { readonly metrics: { readonly v1: PublishedMessages } } } };
}

interface PublishedMessages {
  readonly ExportMetricsServiceRequest: { decode(bytes: Uint8Array): object; toObject(message: object, options: object): DecodedRequest };
  readonly ExportMetricsServiceResponse: { encode(message: object): { finish(): Uint8Array } };
}

interface Point {
  readonly attributes?: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
  readonly timeUnixNano: string;
  readonly asDouble?: number;
  readonly count?: string;
  readonly sum?: number;
  readonly bucketCounts?: readonly string[];
  readonly explicitBounds?: readonly number[];
  readonly scale?: number;
  readonly zeroCount?: string;
  readonly positive?: { readonly offset: number; readonly bucketCounts: readonly string[] };
}

type Data = { readonly dataPoints: readonly Point[]; readonly aggregationTemporality?: number; readonly isMonotonic?: boolean };

interface DecodedRequest {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: Point['attributes'] };
    readonly scopeMetrics: readonly {
      readonly metrics: readonly ({ readonly name: string; readonly unit: string } & Partial<
        Record<'gauge' | 'sum' | 'histogram' | 'exponentialHistogram', Data>
      >)[];
    }[];
  }[];
}

let server: Server;

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A receiver over a real socket that answers each request in turn, the last answer for all that follow. */
async function receive(
  ...answers: readonly ((response: ServerResponse) => void)[]
): Promise<{ url: string; requests: DecodedRequest[]; headers: IncomingMessage['headers'][] }> {
  const requests: DecodedRequest[] = [];
  const headers: IncomingMessage['headers'][] = [];
  let asked = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body: Buffer[] = [];
    for await (const piece of request) body.push(piece as Buffer);
    const message = ExportMetricsServiceRequest.decode(gunzipSync(Buffer.concat(body)));
    requests.push(ExportMetricsServiceRequest.toObject(message, { longs: String }));
    headers.push(request.headers);
    answers[Math.min(asked, answers.length - 1)]?.(response);
    asked += 1;
  };
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/metrics`, requests, headers };
}

const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end();
const options = (url: string, more: Partial<OtlpReceiverOptions> = {}): OtlpReceiverOptions => ({
  url,
  resource: { 'service.name': 'cassandra' },
  clock: { ...systemClock, sleep: async () => undefined },
  random: () => 0.5,
  ...more,
});
const signal = new AbortController().signal;
const STATE = { dropped: 7, diskBytes: 4_096, reads: [0.002, 0.002, 0.5] };

describe('createOtlpReceiver()', () => {
  it('sends what a decoder of the published protocol reads', async () => {
    const { url, requests, headers } = await receive(status(200));
    const delivery = await createOtlpReceiver(options(url, { headers: { authorization: 'Bearer t' } })).send(familiesOf(STATE), signal);
    expect(delivery).toEqual({ sent: 3, lost: 0, reason: undefined });
    expect(headers[0]).toMatchObject({ 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip', authorization: 'Bearer t' });
    const [sent] = requests[0]?.resourceMetrics ?? [];
    expect(sent?.resource.attributes).toEqual([{ key: 'service.name', value: { stringValue: 'cassandra' } }]);
    const [dropped, disk, latency] = sent?.scopeMetrics[0]?.metrics ?? [];
    expect(dropped).toMatchObject({ name: 'cassandra_dropped_messages', unit: '1', sum: { isMonotonic: true, aggregationTemporality: 2 } });
    expect(dropped?.sum?.dataPoints[0]).toMatchObject({ asDouble: 7, timeUnixNano: '1700000000000000000' });
    expect(disk).toMatchObject({ unit: 'By', gauge: { dataPoints: [{ asDouble: 4_096 }] } });
    expect(disk?.gauge?.dataPoints[0]?.attributes?.map(({ key, value }) => [key, value.stringValue])).toEqual([
      ['keyspace', 'shop'],
      ['table', 'odd|na,me:#1'],
    ]);
    const point = latency?.histogram?.dataPoints[0];
    expect(point).toMatchObject({ count: '3', sum: 0.504 });
    expect(point?.bucketCounts).toHaveLength((point?.explicitBounds?.length ?? 0) + 1);
    const upper = point?.bucketCounts?.flatMap((count, index) => (count === '0' ? [] : [[point.explicitBounds?.[index], count]]));
    expect(upper).toEqual([
      [0.003973, '2'],
      [0.654949, '1'],
    ]);
  });

  it('sends exponential histograms whose buckets hold what they should', async () => {
    const { url, requests } = await receive(status(200));
    await createOtlpReceiver(options(url, { histograms: 'exponential' })).send(familiesOf(STATE), signal);
    const point = requests[0]?.resourceMetrics[0]?.scopeMetrics[0]?.metrics[2]?.exponentialHistogram?.dataPoints[0];
    const { offset = 0, bucketCounts = [] } = point?.positive ?? {};
    const filled = bucketCounts.flatMap((count, index) => (count === '0' ? [] : [[offset + index, Number(count)]]));
    expect(filled.map(([, count]) => count)).toEqual([2, 1]);
    for (const [position, seconds] of [0.002, 0.5].entries()) {
      const lower = nativeBound(filled[position]?.[0] ?? 0, point?.scale ?? 0);
      expect(Math.abs(Math.log(lower / seconds))).toBeLessThan(Math.log(1.22));
    }
    expect(point).toMatchObject({ count: '3', scale: 3 });
  });

  it('divides what is large, and tries again what is refused for now', async () => {
    const { url, requests } = await receive(status(503), status(429), status(200));
    const delivery = await createOtlpReceiver(options(url)).send(manyGauges(4_500), signal);
    expect(delivery).toEqual({ sent: 4_500, lost: 0, reason: undefined });
    expect(requests.map(({ resourceMetrics }) => resourceMetrics[0]?.scopeMetrics[0]?.metrics[0]?.gauge?.dataPoints.length)).toEqual([
      2_000, 2_000, 2_000, 2_000, 500,
    ]);
  });

  it('gives up at once what is refused for good, and what a receiver rejects in part it counts', async () => {
    const refused = await receive(status(400));
    expect(await createOtlpReceiver(options(refused.url)).send(manyGauges(3), signal)).toEqual({
      sent: 0,
      lost: 3,
      reason: 'HTTP status 400',
    });
    expect(refused.requests).toHaveLength(1);
    server.close();
    const body = ExportMetricsServiceResponse.encode({ partialSuccess: { rejectedDataPoints: 2, errorMessage: 'too old' } }).finish();
    const partial = await receive((response) => void response.end(body));
    expect(await createOtlpReceiver(options(partial.url)).send(manyGauges(3), signal)).toEqual({ sent: 1, lost: 2, reason: 'too old' });
  });

  it('says what is wrong where nobody listens', async () => {
    const { url } = await receive(status(200));
    await new Promise((resolve) => server.close(resolve));
    expect(await createOtlpReceiver(options(url)).send(manyGauges(2), signal)).toMatchObject({
      sent: 0,
      lost: 2,
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('does not wait longer for one that never answers than a round may take', async () => {
    const { url } = await receive(() => undefined);
    const receiver = createOtlpReceiver(options(url));
    const push = createPush({ receiver, clock: systemClock, logger: silentLogger, timeoutMs: 200 });
    push.offer(manyGauges(2));
    await expect.poll(() => push.statistics(), { timeout: 30_000 }).toEqual({ sent: 0, lost: 2, failures: 1 });
    await push.close();
  });
});
