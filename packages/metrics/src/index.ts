/**
 * Metrics as values: definitions, series, histograms that aggregate, and the formats in which monitoring systems read them.
 *
 * @packageDocumentation
 */
export { metricsErrors } from './errors.ts';
export { expose } from './expose/expose.ts';
export { exposedBounds, exposedBuckets } from './expose/exposed-buckets.ts';
export { CONTENT_TYPES, type ExpositionFormat, negotiateFormat } from './expose/format.ts';
export {
  type BoundChoice,
  bucketsSince,
  chooseBounds,
  coarsen,
  COUNT_BOUNDS,
  LATENCY_BOUNDS,
  mergeBuckets,
  quantile,
  type QuantileRange,
  SIZE_BOUNDS,
} from './histogram/bounds.ts';
export { type EstimatedReading, estimatedBuckets, estimatedOffsets } from './histogram/estimated.ts';
export { createEstimatedHistogram, type EstimatedHistogramOptions } from './histogram/estimated-histogram.ts';
export type { Histogram } from './histogram/histogram.ts';
export { NATIVE_SCHEMA, type NativeHistogram, nativeBound, nativeError, toNative } from './histogram/native.ts';
export type { Buckets, CassandraLine, Collection, Family, MetricDefinition, MetricKind, MetricUnit, Series } from './model.ts';
export { createDeltas, type Deltas, type Differences } from './push/deltas.ts';
export { type OtlpOptions, type OtlpOutcome, otlpRequest, readOtlpResponse } from './push/otlp.ts';
export { packLines, type PackedLines, UDP_PAYLOAD_BYTES } from './push/packets.ts';
export { spectatorLines, type SpectatorOptions } from './push/spectator.ts';
export { statsdLines, type StatsdOptions } from './push/statsd.ts';
export { composeFamilies } from './select/compose.ts';
export { filterFamilies, type SeriesFilter, wantedSeries, type WantsSeries } from './select/filter.ts';
export { fromPromClient, type PromClientMetric, type PromClientValue } from './select/from-prom-client.ts';
export { type MetricPattern, parsePattern } from './select/pattern.ts';
