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

/** What a round sends. */
interface Round {
  readonly lines: Iterable<string>;
  /** Called when nothing says that it did not arrive. */
  readonly keep: () => void;
}

/**
 * A statsd daemon that knows the tags of DogStatsD. Counters are told as differences; the first round only sets the marks. What a round could not deliver
 * the next one tells; where a daemon ends in the middle of a round, what it had of it is told twice, not lost.
 */
export function createStatsdReceiver(options: UdpOptions & StatsdOptions): MetricsReceiver {
  const deltas = createDeltas();
  return createUdpReceiver('statsd', options, (all) => {
    const { families, keep } = deltas(all);
    return { lines: statsdLines(families, options), keep };
  });
}

/** spectatord, which takes differences of counters itself. Only over UDP: Node has no sockets for Unix datagrams. */
export function createSpectatorReceiver(options: UdpOptions & SpectatorOptions): MetricsReceiver {
  return createUdpReceiver('spectator', options, (families) => ({ lines: spectatorLines(families, options), keep: () => undefined }));
}

/** A round that was sent, of which a refusal may still be heard. */
interface SentRound {
  readonly series: number;
  readonly packets: number;
  /** Refusals that are told already. */
  readonly told: number;
  readonly keep: () => void;
}

function createUdpReceiver(name: string, options: UdpOptions, roundOf: (families: readonly Family[]) => Round): MetricsReceiver {
  let socket: Socket | undefined;
  let refusals = 0;
  let last: SentRound | undefined;
  const open = async (): Promise<Socket> => {
    const opened = await connected(options);
    opened.on('error', () => (refusals += 1));
    return opened;
  };
  const close = (): void => {
    socket?.close();
    socket = undefined;
  };
  /** Of a round of a packet or two, a refusal is heard after it: what it sent counts as arrived only when the next one begins. */
  const settleLast = (): number => {
    const round = last;
    last = undefined;
    if (round !== undefined && refusals === 0) round.keep();
    const late = round === undefined ? 0 : lostBy(round.series, round.packets, refusals) - round.told;
    refusals = 0;
    return Math.max(0, late);
  };
  const sendAll = async (packets: readonly Uint8Array[], signal: AbortSignal): Promise<void> => {
    socket ??= await open();
    for (const [index, packet] of packets.entries()) {
      throwIfAborted(signal, 'Sending');
      if (!(await sendOne(socket, packet))) refusals += 1;
      if ((index + 1) % PACKETS_AT_ONCE === 0) await options.clock.sleep(PAUSE_MS, signal);
    }
  };
  return {
    name,
    send: async (families, signal) => {
      const late = settleLast();
      const series = seriesOf(families);
      const { lines, keep } = roundOf(families);
      const { packets, tooLong } = packLines(lines, options.mostBytes);
      try {
        await sendAll(packets, signal);
      } catch (error) {
        close();
        return { sent: 0, lost: late + series, reason: (error as Error).message };
      }
      const told = lostBy(series, packets.length, refusals);
      last = { series, packets: packets.length, told, keep };
      return outcome(series, { refused: told, late, tooLong });
    },
    close: async () => close(),
  };
}

interface Losses {
  /** Series of this round that were refused. */
  readonly refused: number;
  /** Series of the round before, as was heard after it. */
  readonly late: number;
  /** Lines that are longer than a packet. */
  readonly tooLong: number;
}

/** UDP tells nothing of what arrives. A machine on which nobody listens refuses the packets, and that is heard of. */
function lostBy(series: number, packets: number, refusals: number): number {
  return packets === 0 ? 0 : Math.min(series, Math.ceil((series * refusals) / packets));
}

function outcome(series: number, { refused, late, tooLong }: Losses): Delivery {
  const lost = Math.min(series, refused + tooLong);
  const reasons = [refused + late > 0 ? 'nobody listens there' : '', tooLong > 0 ? `${tooLong} lines are longer than a packet` : ''];
  const told = reasons.filter((each) => each !== '').join('; ');
  return { sent: series - lost, lost: lost + late, reason: lost + late > 0 ? told : undefined };
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
