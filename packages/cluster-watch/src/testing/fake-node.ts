import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Answers OPTIONS as a node does, for as long as it is not muted: the header of SUPPORTED with an empty body. */
export interface FakeNode {
  readonly port: number;
  /** Accepts connections and answers nothing, as a frozen process does. */
  mute(isMute: boolean): void;
  /** Keeps this whole process from doing anything for so long, from the moment on in which the next question comes. */
  stallOnce(durationMs: number): void;
  /** Closes everything, as the system does when a process ends. */
  kill(): Promise<void>;
  /** Frames that came. */
  readonly asked: number;
}

const SUPPORTED = Buffer.from([0x84, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00, 0x00]);

/** Starts a {@link FakeNode}: on a free port of 127.0.0.1, unless told where. */
export async function startFakeNode({ host = '127.0.0.1', port = 0 }: { host?: string; port?: number } = {}): Promise<FakeNode> {
  const sockets = new Set<Socket>();
  let isMute = false;
  let asked = 0;
  let stallMs = 0;
  const waiting = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', () => {
      asked += 1;
      if (stallMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stallMs);
      stallMs = 0;
      if (isMute) waiting.add(socket);
      else socket.write(SUPPORTED);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mute(mute) {
      isMute = mute;
      if (!mute) for (const socket of waiting) socket.write(SUPPORTED);
      if (!mute) waiting.clear();
    },
    stallOnce(durationMs) {
      stallMs = durationMs;
    },
    async kill() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
    get asked() {
      return asked;
    },
  };
}
