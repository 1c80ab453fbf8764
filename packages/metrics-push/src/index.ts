/**
 * Sends collected metrics to statsd, Spectator and OpenTelemetry receivers, within bounds, and counts what it had to drop.
 *
 * @packageDocumentation
 */
export { pushConfig, type PushSettings, readPushSettings } from './config.ts';
export { createOtlpReceiver, type OtlpReceiverOptions } from './otlp.ts';
export { createPush, type Push, pushFamilies, pushMetrics, type PushOptions, type PushStatistics } from './push.ts';
export { type Pushes, type PushesOptions, startPushes } from './pushes.ts';
export type { Delivery, MetricsReceiver } from './receiver.ts';
export { createSpectatorReceiver, createStatsdReceiver, type UdpOptions } from './udp.ts';
