import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What a daemon has made of what it got. */
export interface StatsdTotals {
  readonly counters: Readonly<Record<string, number>>;
  readonly gauges: Readonly<Record<string, number>>;
  /** How many observations of each timer. */
  readonly timers: Readonly<Record<string, number>>;
  /** Bytes of each packet. */
  readonly packets: readonly number[];
}

/** A statsd daemon that runs. */
export interface StatsdDaemon {
  readonly port: number;
  /** What it got so far, added up over all flushes. */
  readonly totals: () => StatsdTotals;
  readonly stop: () => Promise<void>;
}

/** A backend of the daemon: prints what it flushes, and the size of each packet. */
const BACKEND = `exports.init = (startup, config, events) => {
  let packets = [];
  events.on('packet', (message) => packets.push(message.length));
  events.on('flush', (time, { counters, gauges, timer_counters }) => {
    console.log(JSON.stringify({ counters, gauges, timers: timer_counters, packets }));
    packets = [];
  });
  return true;
};
`;

/** Starts the daemon of the npm package `statsd` on a free port of the loopback address. */
export async function startStatsd(): Promise<StatsdDaemon> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-statsd-'));
  const [port, managementPort] = [await freeUdpPort(), await freeTcpPort()];
  const backend = join(folder, 'backend.cjs');
  await writeFile(backend, BACKEND);
  const config = {
    address: '127.0.0.1',
    port,
    mgmt_address: '127.0.0.1',
    mgmt_port: managementPort,
    backends: [backend],
    flushInterval: 100,
  };
  await writeFile(join(folder, 'config.js'), JSON.stringify({ ...config, deleteCounters: true, deleteTimers: true }));
  const program = createRequire(import.meta.url).resolve('statsd/stats.js');
  const child = spawn(process.execPath, [program, join(folder, 'config.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const totals = { counters: {}, gauges: {}, timers: {}, packets: [] as number[] };
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) addTo(totals, JSON.parse(line) as StatsdTotals);
  });
  await answering(child, port, () => 'ready' in totals.gauges);
  const stop = async (): Promise<void> => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  return { port, totals: () => totals, stop };
}

/** Sends a value until the daemon tells it, because it does not say when it begins to listen. */
async function answering(child: ChildProcess, port: number, isThere: () => boolean): Promise<void> {
  const socket = createSocket('udp4');
  for (let tries = 0; tries < 600 && !isThere(); tries += 1) {
    if (child.exitCode !== null) throw new Error(`statsd ended with ${child.exitCode}`);
    socket.send('ready:1|g', port, '127.0.0.1');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  socket.close();
  if (!isThere()) throw new Error('statsd did not answer within half a minute');
}

type Numbers = Record<string, number>;

function addTo(totals: { counters: Numbers; gauges: Numbers; timers: Numbers; packets: number[] }, flushed: StatsdTotals): void {
  for (const [name, value] of Object.entries(flushed.counters)) totals.counters[name] = (totals.counters[name] ?? 0) + value;
  for (const [name, value] of Object.entries(flushed.timers)) totals.timers[name] = (totals.timers[name] ?? 0) + value;
  Object.assign(totals.gauges, flushed.gauges);
  totals.packets.push(...flushed.packets);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await over;
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

async function freeTcpPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
