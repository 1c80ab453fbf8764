import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { exposedBuckets } from '../expose/exposed-buckets.ts';
import { nativeRuns, toNative } from '../histogram/native.ts';
import type { Buckets, Family, MetricDefinition, MetricUnit, Series } from '../model.ts';

/** What is sent besides the metrics. */
export interface OtlpOptions {
  /** What the metrics are of: attributes of the resource, such as `service.name`. */
  readonly resource: Readonly<Record<string, string>>;
  /** `exponential` sends histograms as OpenTelemetry's exponential ones, which not every receiver knows. Default: `explicit`. */
  readonly histograms?: 'explicit' | 'exponential' | undefined;
}

/** Numbers of the fields, from `opentelemetry/proto/metrics/v1/metrics.proto` and the messages that it imports. */
const REQUEST = { resourceMetrics: 1 };
const RESOURCE_METRICS = { resource: 1, scopeMetrics: 2 };
const RESOURCE = { attributes: 1 };
const SCOPE_METRICS = { scope: 1, metrics: 2 };
const SCOPE = { name: 1 };
const METRIC = { name: 1, description: 2, unit: 3, gauge: 5, sum: 7, histogram: 9, exponential: 10 };
const DATA = { points: 1, temporality: 2, isMonotonic: 3 };
const NUMBER = { time: 3, asDouble: 4, attributes: 7 };
const EXPLICIT = { time: 3, count: 4, sum: 5, bucketCounts: 6, bounds: 7, attributes: 9 };
const EXPONENTIAL = { attributes: 1, time: 3, count: 4, sum: 5, scale: 6, zeroCount: 7, positive: 8, zeroThreshold: 14 };
const BUCKETS = { offset: 1, counts: 2 };
const KEY_VALUE = { key: 1, value: 2, stringValue: 1 };
const CUMULATIVE = 2;

/** Units as UCUM writes them, which OpenTelemetry asks for. */
const UNITS: Readonly<Record<MetricUnit, string>> = { seconds: 's', bytes: 'By', ratio: '1', none: '1' };

/**
 * Families as one request to an OTLP receiver (`ExportMetricsServiceRequest`), in protobuf. Counters and histograms are cumulative, without the
 * time of their start, which no node tells: a receiver sees a reset by a value that shrank.
 *
 * @param families what to send
 */
export function otlpRequest(families: Iterable<Family>, options: OtlpOptions): Uint8Array {
  const writer = new BinaryWriter();
  nested(writer, REQUEST.resourceMetrics, () => {
    nested(writer, RESOURCE_METRICS.resource, () => {
      for (const [name, value] of Object.entries(options.resource)) attribute(writer, RESOURCE.attributes, name, value);
    });
    nested(writer, RESOURCE_METRICS.scopeMetrics, () => {
      nested(writer, SCOPE_METRICS.scope, () => text(writer, SCOPE.name, '@ringside/metrics'));
      for (const family of families)
        nested(writer, SCOPE_METRICS.metrics, () => writeMetric(writer, family, options.histograms === 'exponential'));
    });
  });
  return writer.finish();
}

function writeMetric(writer: BinaryWriter, { definition, series, observedAtMs }: Family, isExponential: boolean): void {
  const { name, help, unit, kind } = definition;
  text(writer, METRIC.name, name);
  text(writer, METRIC.description, help);
  text(writer, METRIC.unit, UNITS[unit]);
  const histogram = isExponential ? METRIC.exponential : METRIC.histogram;
  nested(writer, kind === 'gauge' ? METRIC.gauge : kind === 'counter' ? METRIC.sum : histogram, () => {
    for (const each of series) nested(writer, DATA.points, () => writePoint(writer, definition, each, { observedAtMs, isExponential }));
    if (kind !== 'gauge') writer.tag(DATA.temporality, WireType.Varint).int32(CUMULATIVE);
    if (kind === 'counter') writer.tag(DATA.isMonotonic, WireType.Varint).bool(true);
  });
}

interface PointOptions {
  readonly observedAtMs: number;
  readonly isExponential: boolean;
}

function writePoint(writer: BinaryWriter, { labels, unit }: MetricDefinition, { labelValues, value }: Series, how: PointOptions): void {
  const isNumber = typeof value === 'number';
  const field = isNumber ? NUMBER.attributes : how.isExponential ? EXPONENTIAL.attributes : EXPLICIT.attributes;
  for (const [index, label] of labels.entries()) attribute(writer, field, label, labelValues[index] ?? '');
  // All three kinds of point have their time at the same number.
  fixed64(writer, NUMBER.time, BigInt(Math.round(how.observedAtMs)) * 1_000_000n);
  if (isNumber) double(writer, NUMBER.asDouble, value);
  else if (how.isExponential) writeExponential(writer, value);
  else writeExplicit(writer, exposedBuckets(value, unit));
}

function writeExplicit(writer: BinaryWriter, { upperBounds, counts, sum, count }: Buckets): void {
  fixed64(writer, EXPLICIT.count, count);
  double(writer, EXPLICIT.sum, sum);
  nested(writer, EXPLICIT.bucketCounts, () => counts.forEach((each) => writer.fixed64(each)));
  nested(writer, EXPLICIT.bounds, () => upperBounds.slice(0, -1).forEach((each) => writer.double(each)));
}

/** OpenTelemetry's bucket `i` begins where Prometheus' bucket `i` ends at base^i, so its offset is one less. One run without a gap. */
function writeExponential(writer: BinaryWriter, value: Buckets): void {
  const native = toNative(value);
  fixed64(writer, EXPONENTIAL.count, native.count);
  double(writer, EXPONENTIAL.sum, native.sum);
  writer.tag(EXPONENTIAL.scale, WireType.Varint).sint32(native.schema);
  fixed64(writer, EXPONENTIAL.zeroCount, native.zeroCount);
  double(writer, EXPONENTIAL.zeroThreshold, native.zeroThreshold);
  const runs = nativeRuns(native, Infinity);
  for (const { start, counts } of runs) {
    nested(writer, EXPONENTIAL.positive, () => {
      writer.tag(BUCKETS.offset, WireType.Varint).sint32(start - 1);
      nested(writer, BUCKETS.counts, () => counts.forEach((each) => writer.uint64(each)));
    });
  }
}

function attribute(writer: BinaryWriter, field: number, key: string, value: string): void {
  if (value === '') return;
  nested(writer, field, () => {
    text(writer, KEY_VALUE.key, key);
    nested(writer, KEY_VALUE.value, () => text(writer, KEY_VALUE.stringValue, value));
  });
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function double(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Bit64).double(value);
}

function fixed64(writer: BinaryWriter, field: number, value: number | bigint): void {
  writer.tag(field, WireType.Bit64).fixed64(value);
}

function nested(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}

/** What a receiver says of a request that it took: how many points it rejected all the same, and why. */
export interface OtlpOutcome {
  /** Data points that it did not take. */
  readonly rejected: number;
  /** Its words; empty where it has none. */
  readonly message: string;
}

const RESPONSE = { partialSuccess: 1, rejectedDataPoints: 1, errorMessage: 2 };

/**
 * Reads a receiver's answer (`ExportMetricsServiceResponse`).
 *
 * @throws Error for bytes that are not protobuf
 */
export function readOtlpResponse(answer: Uint8Array): OtlpOutcome {
  const partial = readFields(answer).get(RESPONSE.partialSuccess);
  const fields = partial instanceof Uint8Array ? readFields(partial) : new Map<number, number | Uint8Array>();
  const message = fields.get(RESPONSE.errorMessage);
  return {
    rejected: Number(fields.get(RESPONSE.rejectedDataPoints) ?? 0),
    message: message instanceof Uint8Array ? new TextDecoder().decode(message) : '',
  };
}

/** The last value of each field; those that are neither varint nor bytes are skipped. */
function readFields(bytes: Uint8Array): Map<number, number | Uint8Array> {
  const reader = new BinaryReader(bytes);
  const fields = new Map<number, number | Uint8Array>();
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (wire === WireType.Varint) fields.set(field, Number(reader.int64()));
    else if (wire === WireType.LengthDelimited) fields.set(field, reader.bytes());
    else reader.skip(wire, field);
  }
  return fields;
}
