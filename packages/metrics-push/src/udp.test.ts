import { createSocket, type Socket } from 'node:dgram';
import { systemClock } from '@ringside/core';
import type { Family } from '@ringside/metrics';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Delivery, MetricsReceiver } from './receiver.ts';
import { familiesOf, manyGauges } from './testing/families.ts';
import { startStatsd, type StatsdDaemon } from './testing/statsd-daemon.ts';
import { createSpectatorReceiver, createStatsdReceiver } from './udp.ts';

const NEVER = new AbortController().signal;
const MTU = 1_432;

const send = async (receiver: MetricsReceiver, families: readonly Family[]): Promise<Delivery> => receiver.send(families, NEVER);

describe('createStatsdReceiver() and a real statsd', () => {
  let daemon: StatsdDaemon;
  let receiver: MetricsReceiver;

  beforeAll(async () => {
    daemon = await startStatsd();
    receiver = createStatsdReceiver({ host: '127.0.0.1', port: daemon.port, clock: systemClock, distributions: 'ms' });
  });

  afterAll(async () => {
    await receiver?.close();
    await daemon?.stop();
  });

  /** Waits for what was sent last: packets of one socket to another on one machine keep their order. */
  const settled = async (name: string, value: number): Promise<void> => {
    await vi.waitUntil(() => daemon.totals().gauges[name] === value, { timeout: 30_000 });
  };

  it('tells counters and histograms as what came since, over a restart of the node too, and gauges as they are', async () => {
    const disk = 'cassandra_table_live_disk_bytes;keyspace=shop;table=odd_na_me_1';
    const reads = Array.from({ length: 49 }, () => 0.002);
    const states = [
      { dropped: 1_000, diskBytes: 1, reads },
      { dropped: 1_007, diskBytes: 2, reads: [...reads, ...reads, 0.5] },
      { dropped: 1_007, diskBytes: 3, reads: [...reads, ...reads, 0.5] },
      { dropped: 5, diskBytes: 4, reads: [0.1] },
    ];
    for (const state of states) expect(await send(receiver, familiesOf(state))).toMatchObject({ lost: 0 });
    await settled(disk, 4);
    await send(receiver, manyGauges(2));
    await settled('cassandra_table_reads;keyspace=shop;table=table_1', 1);
    const { counters, timers } = daemon.totals();
    expect(counters['cassandra_dropped_messages;verb=READ_REQ']).toBe(7 + 5);
    expect(timers['cassandra_client_request_latency_seconds;request=read']).toBeCloseTo(50 + 1, 6);
    expect(counters['statsd.bad_lines_seen']).toBe(0);
  });

  it('loses none of 1,000 series, and fills its packets without one that is too large', async () => {
    const before = daemon.totals().packets.length;
    expect(await send(receiver, manyGauges(1_000))).toEqual({ sent: 1_000, lost: 0, reason: undefined });
    await settled('cassandra_table_reads;keyspace=shop;table=table_999', 999);
    const gauges = Object.keys(daemon.totals().gauges).filter((name) => name.startsWith('cassandra_table_reads'));
    expect(gauges).toHaveLength(1_000);
    const packets = daemon.totals().packets.slice(before);
    expect(Math.max(...packets)).toBeLessThanOrEqual(MTU);
    expect(packets.slice(0, -1).filter((bytes) => bytes < MTU - 80)).toEqual([]);
  });
});

/** Listens where a receiver sends to, and keeps its lines. */
async function listening(port = 0): Promise<{ readonly socket: Socket; readonly lines: string[]; readonly port: number }> {
  const socket = createSocket('udp4');
  const lines: string[] = [];
  socket.on('message', (message) => lines.push(...message.toString().split('\n')));
  await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve));
  return { socket, lines, port: socket.address().port };
}

const closed = async (socket: Socket): Promise<void> => new Promise((resolve) => void socket.close(() => resolve()));

describe('a daemon that is not there for a while', () => {
  const SERIES = 3;
  const dropped = (count: number): readonly Family[] => familiesOf({ dropped: count, diskBytes: 1, reads: [] });
  const counts = (lines: readonly string[]): number =>
    lines.reduce((all, line) => all + Number(/^cassandra_dropped_messages:(\d+)\|c/.exec(line)?.[1] ?? 0), 0);

  it('is told all that was counted meanwhile, and each refusal is told, also one that is heard after its round', async () => {
    const { socket, port } = await listening();
    await closed(socket);
    const receiver = createStatsdReceiver({ host: '127.0.0.1', port, clock: systemClock });
    let lost = 0;
    for (const count of [100, 103, 107]) {
      lost += (await send(receiver, dropped(count))).lost;
      // A round of one packet is over before the refusal of that packet is heard.
      await systemClock.sleep(50);
    }
    const again = await listening(port);
    const next = await send(receiver, dropped(112));
    expect([lost + next.lost, next.reason]).toEqual([3 * SERIES, 'nobody listens there']);
    await vi.waitUntil(() => counts(again.lines) > 0, { timeout: 30_000 });
    expect(await send(receiver, dropped(113))).toMatchObject({ lost: 0 });
    await vi.waitUntil(() => counts(again.lines) >= 13, { timeout: 30_000 });
    expect(counts(again.lines)).toBe(13);
    await receiver.close();
    await closed(again.socket);
  });

  it('is told what was counted while its name was not known', async () => {
    const { socket, lines, port } = await listening();
    const options = { host: 'nowhere.invalid', port, clock: systemClock };
    const receiver = createStatsdReceiver(options);
    for (const count of [100, 103]) expect(await send(receiver, dropped(count))).toMatchObject({ sent: 0 });
    options.host = '127.0.0.1';
    expect(await send(receiver, dropped(104))).toMatchObject({ lost: 0 });
    await vi.waitUntil(() => counts(lines) > 0, { timeout: 30_000 });
    expect(counts(lines)).toBe(4);
    await receiver.close();
    await closed(socket);
  });
});

describe('createSpectatorReceiver()', () => {
  /** What spectatord's documentation says of a line. */
  const LINE = /^(?<type>C|g,\d+):(?<name>[-._A-Za-z0-9~^]+)(?<tags>(?:,[-._A-Za-z0-9~^]+=[-._A-Za-z0-9~^]+)*):(?<value>-?[\d.e+-]+)$/;

  it('writes monotonic counters, gauges with a time to live, and histograms as counters by bucket', async () => {
    const { socket, lines, port } = await listening();
    const receiver = createSpectatorReceiver({ host: '127.0.0.1', port, clock: systemClock });
    await send(receiver, familiesOf({ dropped: 7, diskBytes: 4_096, reads: [0.002, 0.002, 0.5] }));
    await vi.waitUntil(() => lines.length >= 24, { timeout: 30_000 });
    expect(lines.filter((line) => !LINE.test(line))).toEqual([]);
    expect(lines.slice(0, 4)).toEqual([
      'C:cassandra_dropped_messages,verb=READ_REQ:7',
      'g,120:cassandra_table_live_disk_bytes,keyspace=shop,table=odd_na_me__1:4096',
      'C:cassandra_client_request_latency_seconds,request=read,statistic=count:3',
      'C:cassandra_client_request_latency_seconds,request=read,statistic=totalTime:0.504',
    ]);
    const buckets = lines.filter((line) => line.includes('.buckets'));
    expect(buckets.filter((line) => !line.endsWith(':0')).map((line) => line.slice(line.lastIndexOf(':')))).toEqual([':2', ':1']);
    await receiver.close();
    socket.close();
  });

  it('notices that nobody listens, counts that, and sends again when somebody does', async () => {
    const { socket, port } = await listening();
    await new Promise<void>((resolve) => socket.close(() => resolve()));
    const receiver = createSpectatorReceiver({ host: '127.0.0.1', port, clock: systemClock });
    const refused = await send(receiver, manyGauges(5_000));
    expect(refused.lost).toBeGreaterThan(0);
    expect(refused.reason).toBe('nobody listens there');
    const again = createSocket('udp4');
    const lines: string[] = [];
    again.on('message', (message) => lines.push(...message.toString().split('\n')));
    await new Promise<void>((resolve) => again.bind(port, '127.0.0.1', resolve));
    await expect.poll(async () => (await send(receiver, manyGauges(3))).lost, { timeout: 30_000 }).toBe(0);
    await vi.waitUntil(() => lines.length >= 3, { timeout: 30_000 });
    await receiver.close();
    again.close();
  });

  it('counts series that fit into no packet, and a name that nobody knows', async () => {
    const receiver = createSpectatorReceiver({ host: '127.0.0.1', port: 9, clock: systemClock, mostBytes: 60 });
    expect(await send(receiver, familiesOf({ dropped: 1, diskBytes: 1, reads: [] }))).toMatchObject({
      reason: expect.stringMatching(/lines are longer than a packet/),
    });
    await receiver.close();
    const lost = createSpectatorReceiver({ host: 'nowhere.invalid', port: 9, clock: systemClock });
    expect(await send(lost, manyGauges(3))).toMatchObject({ sent: 0, lost: 3, reason: expect.stringContaining('nowhere.invalid') });
  });
});
