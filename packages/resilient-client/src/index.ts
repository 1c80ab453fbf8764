/**
 * A `cassandra-driver` client that survives slow hosts: it finds them by their latency and their errors, asks them last, and sends idempotent statements to a
 * second host when the first one takes longer than nearly all do.
 *
 * @packageDocumentation
 */
export { REQUEST_DEFAULTS, type RequestSettings } from './admission/settings.ts';
export { type BoundStatement, compareAndSet, type CompareAndSet, type CompareAndSetResult } from './cas/compare-and-set.ts';
export { ResilientClient, type ResilienceOptions, type ResilientClientOptions } from './client.ts';
export { resilientClientErrors } from './errors.ts';
export { HEDGING_DEFAULTS, type HedgingSettings } from './hedging/hedging.ts';
export type { HostHealth } from './health/hosts.ts';
export type { Recent } from './health/latency.ts';
export { QUARANTINE_DEFAULTS, type QuarantineSettings } from './health/settings.ts';
export type { HostState } from './health/state.ts';
export { HOT_KEY_DEFAULTS, type HotKey, type HotKeys, type HotKeySettings } from './hot-keys/hot-keys.ts';
export { CLIENT_METRICS, type ClientMetric } from './metrics/families.ts';
export { openClient, type OpenOptions, type TlsFiles } from './open.ts';
export type { ClientSpan, SpanAttributes, SpanTracer } from './tracing/tracer.ts';
