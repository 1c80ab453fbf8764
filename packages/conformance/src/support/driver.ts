import { openSession, type Session } from '@ringside/client';

/** A coordinator: where to connect, and its datacenter. */
export interface Coordinator {
  readonly address: string;
  readonly nativePort: number;
  readonly datacenter: string;
}

/** Opens a session on one node, which is the coordinator of every request. Close it after use. */
export async function connect({ address, nativePort, datacenter }: Coordinator): Promise<Session> {
  return await openSession({ contactPoints: [address], port: nativePort, localDatacenter: datacenter, requestTimeoutMs: 60_000 });
}

/** Runs statements one after the other. */
export async function executeAll(session: Session, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await session.execute(statement);
}
