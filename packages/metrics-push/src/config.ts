import { type ConfigTable, type ConfigValue, errors } from '@ringside/core';
import { type EndpointAddress, parseEndpoint } from '@ringside/model';

/** The keys of whoever sends metrics. */
export const pushConfig: ConfigTable = [
  { key: 'metrics.push.interval', type: 'duration', default: '15s', doc: 'How often metrics are sent to those that are named below.' },
  {
    key: 'metrics.push.statsd',
    type: 'string',
    doc: 'Host and UDP port of a statsd daemon that knows the tags of DogStatsD, such as 127.0.0.1:8125.',
  },
  { key: 'metrics.push.spectator', type: 'string', doc: 'Host and UDP port of spectatord, such as 127.0.0.1:1234.' },
  {
    key: 'metrics.push.otlp',
    type: 'string',
    doc: 'Address of an OpenTelemetry receiver that takes protobuf over HTTP, such as http://127.0.0.1:4318/v1/metrics.',
  },
];

/** To whom metrics are sent. */
export interface PushSettings {
  /** Between two rounds. */
  readonly intervalMs: number;
  /** A statsd daemon. */
  readonly statsd: EndpointAddress | undefined;
  /** A spectatord. */
  readonly spectator: EndpointAddress | undefined;
  /** Address of an OTLP receiver. */
  readonly otlp: string | undefined;
}

/**
 * Reads the values of {@link pushConfig}.
 *
 * @returns undefined where metrics are sent to nobody
 * @throws OpsError `CONFIG_INVALID`
 */
export function readPushSettings(values: Readonly<Record<string, ConfigValue>>): PushSettings | undefined {
  const settings = {
    intervalMs: interval(values['metrics.push.interval']),
    statsd: place('metrics.push.statsd', values),
    spectator: place('metrics.push.spectator', values),
    otlp: address('metrics.push.otlp', values),
  };
  return (settings.statsd ?? settings.spectator ?? settings.otlp) ? settings : undefined;
}

function interval(value: ConfigValue): number {
  if (typeof value === 'number' && value >= 1_000) return value;
  throw errors.CONFIG_INVALID({ message: 'metrics.push.interval: it is less than a second', remedy: 'Set it to 1s or more.' });
}

function place(key: string, values: Readonly<Record<string, ConfigValue>>): EndpointAddress | undefined {
  const value = values[key];
  if (value === undefined || value === '') return undefined;
  const { address: host, port } = parseEndpoint(String(value));
  if (host !== '' && port !== null && port > 0 && port < 65_536) return { address: host, port };
  throw errors.CONFIG_INVALID({ message: `${key}: ${String(value)} is not a host with a port`, remedy: 'Write it as 127.0.0.1:8125.' });
}

function address(key: string, values: Readonly<Record<string, ConfigValue>>): string | undefined {
  const value = values[key];
  if (value === undefined || value === '') return undefined;
  const url = URL.canParse(String(value)) ? new URL(String(value)) : undefined;
  // Whoever logs the address would log the password too, so it is not told here either.
  if (url !== undefined && (url.username !== '' || url.password !== ''))
    throw errors.CONFIG_INVALID({
      message: `${key}: it has a user or a password in it, and addresses are logged`,
      remedy: 'Leave out what stands before the @, and let a collector on this machine sign in: http://127.0.0.1:4318/v1/metrics.',
    });
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href;
  throw errors.CONFIG_INVALID({ message: `${key}: it is not an HTTP address`, remedy: 'Write it as http://127.0.0.1:4318/v1/metrics.' });
}
