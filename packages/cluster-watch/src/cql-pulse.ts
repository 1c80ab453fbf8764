import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Answering } from '@ringside/verdict';

/** Where a node listens to CQL clients. */
export interface CqlPlace {
  /** Its address or name. */
  readonly host: string;
  /** Its CQL port. */
  readonly port: number;
  /** How its CQL is encrypted; left out or `undefined` where it is not. Whose certificate the node has does not matter: it is told nothing. */
  readonly tls?: CqlTls | undefined;
}

/** What a node may ask of its clients; PEM. */
export interface CqlTls {
  /** The client's own certificate. */
  readonly cert?: string | Buffer | undefined;
  /** The key of that. */
  readonly key?: string | Buffer | undefined;
}

/** How it answered. */
export type Answer = Exclude<Answering, 'unasked'>;

/**
 * What the end of a connection says. Refused or closed by the other side: that machine is there, and nobody serves at the port. TLS that fails is an
 * answer of whoever listens. Anything else, such as no route, a time-out or a name that is not known, is silence: who knows what is behind it.
 */
export function endOf(error: NodeJS.ErrnoException | undefined): Answer {
  if (error === undefined) return 'refuses';
  // Of a name with several addresses each was tried.
  const tried = error instanceof AggregateError ? (error.errors as readonly NodeJS.ErrnoException[]) : [error];
  const codes = tried.map(({ code = '' }) => code);
  if (codes.some((code) => /^ERR_(?:SSL|TLS)_/.test(code))) return 'answers';
  return codes.some((code) => CLOSED.has(code)) ? 'refuses' : 'silent';
}

const CLOSED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** How a node's CQL port answers, asked over one connection that is kept. */
export interface CqlPulse {
  /**
   * Asks once; a question that is still open is not asked again, but waited for.
   *
   * @param withinMs how long to wait for an answer
   */
  ask(withinMs: number): Promise<Answer>;
  /** For how long the oldest question has been open, by the clock of the process; 0 when none is. */
  silentMs(): number;
  /** Counts the silence of an open question from now: until now it was this process that did not listen. */
  countAnew(): void;
  /** Closes the connection for good: what is asked is silent then, and opens none. */
  close(): void;
}

/**
 * A frame of version 4 with the question OPTIONS: what the node supports (native_protocol_v4.spec, 4.1.2). It may be asked before a client has said who
 * it is, of every node since 2.2; the part of the node that answers it does not wait for reads and writes.
 */
const OPTIONS = Buffer.from([0x04, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00]);

/**
 * Makes a {@link CqlPulse}.
 *
 * @param onEnd told when the node closes the connection, as the system does for it in the moment that its process ends
 */
export function createCqlPulse(place: CqlPlace, onEnd: () => void = () => undefined): CqlPulse {
  let socket: Socket | undefined;
  let openSinceMs: number | undefined;
  let settle: (answer: Answer) => void = () => undefined;
  let isOver = false;

  const open = (): Socket => {
    const { host, port, tls } = place;
    const opened =
      tls === undefined ? connect({ host, port }) : connectTls({ host, port, cert: tls.cert, key: tls.key, rejectUnauthorized: false });
    opened.setNoDelay(true);
    const isCurrent = (): boolean => socket === opened;
    opened.once(tls === undefined ? 'connect' : 'secureConnect', () => opened.write(OPTIONS));
    opened.on('data', () => {
      openSinceMs = undefined;
      settle('answers');
    });
    let failed: NodeJS.ErrnoException | undefined;
    opened.on('error', (error: NodeJS.ErrnoException) => {
      failed ??= error;
    });
    opened.once('close', () => {
      if (!isCurrent()) return;
      socket = undefined;
      const answer = endOf(failed);
      if (answer !== 'silent') openSinceMs = undefined;
      settle(answer);
      onEnd();
    });
    return opened;
  };

  return {
    async ask(withinMs) {
      if (isOver) return 'silent';
      const isOpen = openSinceMs !== undefined;
      openSinceMs ??= performance.now();
      if (socket === undefined) socket = open();
      else if (!isOpen) socket.write(OPTIONS);
      return await new Promise((resolve) => {
        const timer = setTimeout(() => resolve('silent'), withinMs);
        settle = (answer) => {
          clearTimeout(timer);
          resolve(answer);
        };
      });
    },
    silentMs: () => (openSinceMs === undefined ? 0 : performance.now() - openSinceMs),
    countAnew() {
      if (openSinceMs !== undefined) openSinceMs = performance.now();
    },
    close() {
      isOver = true;
      const closing = socket;
      socket = undefined;
      openSinceMs = undefined;
      closing?.destroy();
      settle('silent');
    },
  };
}
