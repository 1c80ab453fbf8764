import { createSocket } from 'node:dgram';
import { resolveConfig, silentLogger, systemClock } from '@ringside/core';
import { describe, expect, it, vi } from 'vitest';
import { pushConfig, readPushSettings } from './config.ts';
import { startPushes } from './pushes.ts';
import { manyGauges } from './testing/families.ts';

const read = (push: Record<string, unknown>): ReturnType<typeof readPushSettings> =>
  readPushSettings(resolveConfig(pushConfig, { file: { metrics: { push } } }).values);

describe('readPushSettings()', () => {
  it('sends to nobody unless somebody is named', () => {
    expect(read({})).toBeUndefined();
    expect(read({ statsd: '[::1]:8125', otlp: 'http://localhost:4318/v1/metrics' })).toEqual({
      intervalMs: 15_000,
      statsd: { address: '::1', port: 8_125 },
      spectator: undefined,
      otlp: 'http://localhost:4318/v1/metrics',
    });
  });

  it.each([
    [{ statsd: 'localhost' }, 'metrics.push.statsd: localhost is not a host with a port'],
    [{ spectator: 'localhost:70000' }, 'metrics.push.spectator: localhost:70000 is not a host with a port'],
    [{ otlp: 'ftp://localhost' }, 'metrics.push.otlp: it is not an HTTP address'],
    [{ interval: '10ms' }, 'metrics.push.interval: it is less than a second'],
  ])('refuses %j and says why', (push, message) => {
    expect(() => read(push)).toThrow(message);
  });
});

describe('an address with a password in it', () => {
  it.each(['http://user:s3cret@localhost:4318/v1/metrics', 'https://s3cret@localhost/', 'http://:s3cret@localhost/'])(
    'is refused, and not told: %s',
    (otlp) => {
      expect(() => read({ otlp })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
      expect(() => read({ otlp })).toThrow(/^(?!.*s3cret).*metrics\.push\.otlp: it has a user or a password in it/s);
    },
  );
});

describe('startPushes()', () => {
  it('has spectatord keep gauges over three rounds', async () => {
    const socket = createSocket('udp4');
    const lines: string[] = [];
    socket.on('message', (message) => lines.push(message.toString()));
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const spectator = { address: '127.0.0.1', port: socket.address().port };
    const pushes = startPushes({
      settings: { intervalMs: 300_500, spectator, statsd: undefined, otlp: undefined },
      collect: async () => manyGauges(1),
      clock: systemClock,
      logger: silentLogger,
    });
    await vi.waitUntil(() => lines.length > 0, { timeout: 30_000 });
    expect(lines[0]).toMatch(/^g,902:/);
    await pushes.close();
    socket.close();
  });

  it('says once that nothing is collected and once that something is, and counts the rounds between', async () => {
    const said: (readonly [string, unknown])[] = [];
    const say = (message: string, fields?: unknown): unknown => said.push([message, fields]);
    let rounds = 0;
    const pushes = startPushes({
      settings: { intervalMs: 1, spectator: { address: '127.0.0.1', port: 9 }, statsd: undefined, otlp: undefined },
      collect: async () => {
        rounds += 1;
        if (rounds < 3) throw new Error('The node does not answer');
        return rounds === 3 ? [] : manyGauges(1);
      },
      clock: systemClock,
      logger: { ...silentLogger, warn: say, info: say },
    });
    await vi.waitUntil(() => rounds > 5, { timeout: 30_000 });
    await pushes.close();
    expect(said.filter(([message]) => message.includes('collected'))).toEqual([
      ['No metrics are collected, so none are sent', { reason: 'The node does not answer' }],
      ['Metrics are collected again', {}],
    ]);
    const failures = pushes.families().find(({ definition: { name } }) => name === 'ringside_push_collection_failures');
    expect(failures?.series).toEqual([{ labelValues: [], value: 3 }]);
  });

  it('sends each round to a receiver, goes on after one that brought nothing, and ends when it is closed', async () => {
    const socket = createSocket('udp4');
    const lines: string[] = [];
    socket.on('message', (message) => lines.push(...message.toString().split('\n')));
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    let rounds = 0;
    const pushes = startPushes({
      settings: { intervalMs: 5, spectator: { address: '127.0.0.1', port: socket.address().port }, statsd: undefined, otlp: undefined },
      collect: async () => {
        rounds += 1;
        if (rounds === 2) throw new Error('The node does not answer');
        return manyGauges(1);
      },
      clock: systemClock,
      logger: silentLogger,
    });
    await vi.waitUntil(() => lines.length >= 3, { timeout: 30_000 });
    expect(lines[0]).toBe('g,120:cassandra_table_reads,keyspace=shop,table=table_0:0');
    expect(pushes.families().map(({ definition: { name }, series }) => [name, series[0]?.labelValues])).toContainEqual([
      'ringside_push_sent_series',
      ['spectator'],
    ]);
    await pushes.close();
    const after = rounds;
    await systemClock.sleep(50);
    expect(rounds).toBe(after);
    socket.close();
  });
});
