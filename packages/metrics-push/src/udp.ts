import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type Clock, throwIfAborted } from '@ringside/core';
import {
  createDeltas,
  type Family,
  packLines,
  spectatorLines,
  type SpectatorOptions,
  statsdLines,
  type StatsdOptions,
} from '@ringside/metrics';
import { type Delivery, type MetricsReceiver, seriesOf } from './receiver.ts';

/** Where a daemon listens, and how it is spoken to. */
export interface UdpOptions {
  /** Name or address. */
  readonly host: string;
  /** Its UDP port. */
  readonly port: number;
  /** Sleeps through the pauses between packets. */
  readonly clock: Clock;
  /** No packet is larger. Default: what fits into an Ethernet frame. */
  readonly mostBytes?: number | undefined;
}

/** After so many packets there is a pause, because the kernel keeps some two hundred kilobytes for a receiver and drops the rest. */
const PACKETS_AT_ONCE = 32;
const PAUSE_MS = 2;

/** A statsd daemon that knows the tags of DogStatsD. Counters are told as differences; the first round only sets the marks. */
export function createStatsdReceiver(options: UdpOptions & StatsdOptions): MetricsReceiver {
  const deltas = createDeltas();
  return createUdpReceiver('statsd', options, (families) => statsdLines(deltas(families), options));
}

/** spectatord, which takes differences of counters itself. Only over UDP: Node has no sockets for Unix datagrams. */
export function createSpectatorReceiver(options: UdpOptions & SpectatorOptions): MetricsReceiver {
  return createUdpReceiver('spectator', options, (families) => spectatorLines(families, options));
}

function createUdpReceiver(name: string, options: UdpOptions, linesOf: (families: readonly Family[]) => Iterable<string>): MetricsReceiver {
  let socket: Socket | undefined;
  let refusals = 0;
  const open = async (): Promise<Socket> => {
    const opened = await connected(options);
    opened.on('error', () => (refusals += 1));
    return opened;
  };
  const close = (): void => {
    socket?.close();
    socket = undefined;
  };
  return {
    name,
    send: async (families, signal) => {
      const { packets, tooLong } = packLines(linesOf(families), options.mostBytes);
      refusals = 0;
      try {
        socket ??= await open();
        for (const [index, packet] of packets.entries()) {
          throwIfAborted(signal, 'Sending');
          if (!(await sendOne(socket, packet))) refusals += 1;
          if ((index + 1) % PACKETS_AT_ONCE === 0) await options.clock.sleep(PAUSE_MS, signal);
        }
      } catch (error) {
        close();
        return { sent: 0, lost: seriesOf(families), reason: (error as Error).message };
      }
      return outcome(seriesOf(families), { packets: packets.length, refusals, tooLong });
    },
    close: async () => close(),
  };
}

interface Sent {
  readonly packets: number;
  readonly refusals: number;
  readonly tooLong: number;
}

/** UDP tells nothing of what arrives. A machine on which nobody listens refuses the packets, and that is heard of. */
function outcome(series: number, { packets, refusals, tooLong }: Sent): Delivery {
  const refused = packets === 0 ? 0 : Math.min(series, Math.ceil((series * refusals) / packets));
  const lost = Math.min(series, refused + tooLong);
  const reasons = [refusals > 0 ? 'nobody listens there' : '', tooLong > 0 ? `${tooLong} lines are longer than a packet` : ''];
  return { sent: series - lost, lost, reason: lost > 0 ? reasons.filter((each) => each !== '').join('; ') : undefined };
}

/** Connected, so that the system reports refusals, and looks the name up once. */
function connected({ host, port }: UdpOptions): Promise<Socket> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  socket.unref();
  return new Promise((resolve, reject) => {
    // Where the name is not found, Node hands the error to the listener, which its types do not say.
    socket.connect(port, host, (error?: Error) => {
      if (error instanceof Error) socket.close(() => reject(error));
      else resolve(socket);
    });
  });
}

function sendOne(socket: Socket, packet: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => socket.send(packet, (error) => resolve(error === null || error === undefined)));
}
