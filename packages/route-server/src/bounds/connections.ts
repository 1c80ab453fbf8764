import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { errors } from '@ringside/core';

/** Bounds of what clients may hold of a server. */
export interface ConnectionBounds {
  /** Connections at a time; a new one beyond that takes the place of the one that has been of no use for longest. */
  readonly most: number;
  /** How long a client may take for its next step: to finish the TLS handshake, to send a whole request, to read some of an answer. */
  readonly clientTimeoutMs: number;
}

/** A request that is being answered. */
export interface OpenRequest {
  /** Aborts when the client has left: nobody is there to read the answer. */
  readonly left: AbortSignal;
}

/** The connections of one HTTP server, and the requests that have come over each. */
export interface Connections {
  /** Bounds a server; call it once, before that listens. */
  guard(server: Server): void;
  /**
   * Begins to follow a request.
   *
   * @param request the request, as Node received it
   * @param response its response
   * @param over called exactly once: when the answer is complete, or when the connection is gone, also that of a request that waits
   *   behind others for its turn to be answered, which Node tells nobody of
   * @returns undefined if the connection has more unanswered requests than a client may have; it is closed
   */
  begin(request: IncomingMessage, response: ServerResponse, over: () => void): OpenRequest | undefined;
  /** Lets no connection that is open now serve another request: idle ones close, the others after what they are being answered. */
  retire(): void;
  /** Calls back when every request that came in whole over a connection has been answered; not at all if it closes before. */
  whenAnswered(socket: Socket, then: () => void): void;
}

/** Requests that a client may send ahead on one connection; no client that is used in earnest pipelines as many. */
export const MOST_UNANSWERED = 100;

interface Followed extends OpenRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly end: (answered: boolean) => void;
}

interface Connection {
  /** What the server accepted: below TLS, if there is any. */
  readonly socket: Socket;
  readonly open: Set<Followed>;
  readonly waiting: (() => void)[];
  /** When it was last of use: since its last answer, or 0 while it has asked for nothing. */
  lastUsedMs: number;
  retired: boolean;
}

/** Follows connections and their requests, so that whatever a request holds is given back when its client is gone. */
export function createConnections({ most, clientTimeoutMs }: ConnectionBounds): Connections {
  const byPeer = new Map<string, Connection>();
  const bySocket = new WeakMap<Socket, Connection>();

  const accept = (socket: Socket): void => {
    if (byPeer.size >= most && !makeRoom(byPeer.values())) return void socket.destroy();
    const peer = peerOf(socket);
    const connection: Connection = { socket, open: new Set(), waiting: [], lastUsedMs: 0, retired: false };
    byPeer.set(peer, connection);
    bySocket.set(socket, connection);
    socket.once('close', () => {
      if (byPeer.get(peer) === connection) byPeer.delete(peer);
      for (const { end } of connection.open) end(false);
    });
  };

  /** Nothing has moved for so long: a client that reads nothing of an answer is not waited for, a handler that works is. */
  const onIdle = (socket: Socket): void => {
    const connection = bySocket.get(socket);
    if (connection !== undefined && isServed(connection)) socket.setTimeout(clientTimeoutMs);
    else socket.destroy();
  };

  return {
    guard(server) {
      server.on('connection', accept);
      server.on('secureConnection', (secure: Socket) => {
        const connection = byPeer.get(peerOf(secure));
        if (connection === undefined) return void secure.destroy();
        bySocket.set(secure, connection);
        secure.once('close', () => connection.socket.destroy());
      });
      server.setTimeout(clientTimeoutMs, onIdle);
    },
    begin(request, response, over) {
      const connection = bySocket.get(request.socket);
      if (connection === undefined || connection.open.size >= MOST_UNANSWERED || request.socket.destroyed) {
        over();
        request.socket.destroy();
        return undefined;
      }
      connection.lastUsedMs = performance.now();
      if (connection.retired) response.shouldKeepAlive = false;
      return follow(connection, request, response, over);
    },
    retire() {
      for (const connection of byPeer.values()) {
        connection.retired = true;
        for (const { response } of connection.open) if (!response.headersSent) response.shouldKeepAlive = false;
        if (connection.open.size === 0) connection.socket.destroy();
      }
    },
    whenAnswered(socket, then) {
      const connection = bySocket.get(socket);
      if (connection === undefined || allAnswered(connection)) then();
      else connection.waiting.push(then);
    },
  };
}

function follow(connection: Connection, request: IncomingMessage, response: ServerResponse, over: () => void): Followed {
  const leaving = new AbortController();
  const followed: Followed = {
    request,
    response,
    left: leaving.signal,
    end: (answered) => {
      if (!connection.open.delete(followed)) return;
      connection.lastUsedMs = performance.now();
      over();
      if (!answered) return leaving.abort(errors.ABORTED({ message: 'The client left before it was answered' }));
      if (allAnswered(connection)) for (const then of connection.waiting.splice(0)) then();
    },
  };
  connection.open.add(followed);
  response.once('close', () => followed.end(response.writableFinished));
  return followed;
}

function allAnswered({ open }: Connection): boolean {
  return ![...open].some(({ request }) => request.complete);
}

/**
 * Whether somebody works on an answer for it; a request that does not come in, or an answer that is not read, is no work. What came in and waits to be
 * read is.
 */
function isServed({ open }: Connection): boolean {
  for (const { request, response } of open) {
    const isOurTurn = request.complete || request.readableLength > 0;
    if (isOurTurn && !response.writableEnded && response.writableLength === 0) return true;
  }
  return false;
}

/** Closes the connection that has been of no use for longest, first of all one that never was; false if all are served. */
function makeRoom(connections: Iterable<Connection>): boolean {
  let oldest: Connection | undefined;
  for (const each of connections) if (!isServed(each) && (oldest === undefined || each.lastUsedMs < oldest.lastUsedMs)) oldest = each;
  oldest?.socket.destroy();
  return oldest !== undefined;
}

/** An address and port have one connection to a server at a time; this is what a TLS socket has in common with the one below it. */
function peerOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
