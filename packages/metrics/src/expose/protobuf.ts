import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { nativeRuns, toNative } from '../histogram/native.ts';
import type { Buckets, Family, MetricDefinition, MetricKind, Series } from '../model.ts';
import { exposedBuckets } from './exposed-buckets.ts';

/** Numbers of the fields, from `io/prometheus/client/metrics.proto` of Prometheus' client_model. */
const FAMILY = { name: 1, help: 2, type: 3, metric: 4, unit: 5 };
const METRIC = { label: 1, gauge: 2, counter: 3, histogram: 7 };
const LABEL = { name: 1, value: 2 };
const HISTOGRAM = { count: 1, sum: 2, bucket: 3, schema: 5, zeroThreshold: 6, zeroCount: 7, positiveSpan: 12, positiveDelta: 13 };
const BUCKET = { cumulativeCount: 1, upperBound: 2 };
const SPAN = { offset: 1, length: 2 };
const TYPES: Readonly<Record<MetricKind, number>> = { counter: 0, gauge: 1, histogram: 4 };
/** Of the message Gauge and the message Counter alike. */
const VALUE = 1;

/**
 * Families in Prometheus' protobuf format, each a message with its length before it: the only format in which Prometheus reads native
 * histograms. Each histogram carries its classic buckets too, for readers that know only those.
 */
export function* protobufMessages(families: Iterable<Family>): Generator<Uint8Array> {
  for (const family of families) {
    if (family.series.length > 0) yield new BinaryWriter().bytes(familyMessage(family)).finish();
  }
}

function familyMessage({ definition, series }: Family): Uint8Array {
  const { name, kind, unit, help } = definition;
  const writer = new BinaryWriter();
  writer.tag(FAMILY.name, WireType.LengthDelimited).string(kind === 'counter' ? `${name}_total` : name);
  writer.tag(FAMILY.help, WireType.LengthDelimited).string(help);
  writer.tag(FAMILY.type, WireType.Varint).int32(TYPES[kind]);
  for (const each of series) nested(writer, FAMILY.metric, () => writeMetric(writer, definition, each));
  if (unit !== 'none') writer.tag(FAMILY.unit, WireType.LengthDelimited).string(unit);
  return writer.finish();
}

function writeMetric(writer: BinaryWriter, { labels, kind, unit }: MetricDefinition, { labelValues, value }: Series): void {
  for (const [index, name] of labels.entries()) {
    const labelValue = labelValues[index] ?? '';
    if (labelValue !== '') nested(writer, METRIC.label, () => writeLabel(writer, name, labelValue));
  }
  if (typeof value !== 'number') nested(writer, METRIC.histogram, () => writeHistogram(writer, value, exposedBuckets(value, unit)));
  else nested(writer, kind === 'counter' ? METRIC.counter : METRIC.gauge, () => double(writer, VALUE, value));
}

function writeLabel(writer: BinaryWriter, name: string, value: string): void {
  writer.tag(LABEL.name, WireType.LengthDelimited).string(name).tag(LABEL.value, WireType.LengthDelimited).string(value);
}

function writeHistogram(writer: BinaryWriter, value: Buckets, classic: Buckets): void {
  writer.tag(HISTOGRAM.count, WireType.Varint).uint64(value.count);
  double(writer, HISTOGRAM.sum, value.sum);
  let cumulative = 0;
  for (const [index, bound] of classic.upperBounds.entries()) {
    cumulative += classic.counts[index] ?? 0;
    const below = cumulative;
    nested(writer, HISTOGRAM.bucket, () => {
      writer.tag(BUCKET.cumulativeCount, WireType.Varint).uint64(below);
      double(writer, BUCKET.upperBound, bound);
    });
  }
  writeNative(writer, value);
}

/** Spans say how many empty buckets lie between two runs, deltas by how much each bucket differs from the one before. */
function writeNative(writer: BinaryWriter, value: Buckets): void {
  const native = toNative(value);
  writer.tag(HISTOGRAM.schema, WireType.Varint).sint32(native.schema);
  double(writer, HISTOGRAM.zeroThreshold, native.zeroThreshold);
  writer.tag(HISTOGRAM.zeroCount, WireType.Varint).uint64(native.zeroCount);
  let end = 0;
  let previous = 0;
  for (const { start, counts } of nativeRuns(native)) {
    const offset = start - end;
    nested(writer, HISTOGRAM.positiveSpan, () => {
      writer.tag(SPAN.offset, WireType.Varint).sint32(offset).tag(SPAN.length, WireType.Varint).uint32(counts.length);
    });
    end = start + counts.length;
    for (const count of counts) {
      writer.tag(HISTOGRAM.positiveDelta, WireType.Varint).sint64(count - previous);
      previous = count;
    }
  }
}

function double(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Bit64).double(value);
}

function nested(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}
