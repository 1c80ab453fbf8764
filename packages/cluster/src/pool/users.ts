import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, ownIdentity, type ProcessIdentity } from '@ringside/host';

const OWNER_ONLY = 0o600;

/** One test file that has a ring. */
interface User {
  /** The process that runs it. */
  readonly process: ProcessIdentity;
  /** The run that it belongs to. */
  readonly run: ProcessIdentity;
}

/** Who has a ring. */
export interface Users {
  /** Test files that still run. */
  readonly living: readonly User[];
  /** True when a process ended without giving the ring back, so that nobody knows what it did to it. */
  readonly crashed: boolean;
}

/** Writes down that a test file of this process has a ring. @returns the file to remove when it gives the ring back */
export async function enter(ring: string, run: ProcessIdentity): Promise<string> {
  const folder = folderOf(ring);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, randomUUID());
  await writeFile(file, JSON.stringify({ process: ownIdentity(), run } satisfies User), { mode: OWNER_ONLY });
  return file;
}

/** Who has a ring now. Whatever cannot be read was left by a process that was killed while it wrote. */
export async function usersOf(ring: string): Promise<Users> {
  const names = await readdir(folderOf(ring)).catch(() => []);
  const users = await Promise.all(names.map((name) => read(join(folderOf(ring), name))));
  const living = users.filter((user): user is User => user !== undefined && isRunning(user.process));
  return { living, crashed: living.length < users.length };
}

/** Takes back what {@link enter} wrote. */
export async function leave(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** True when a user belongs to a run. */
export function isOf({ run }: User, other: ProcessIdentity): boolean {
  return run.pid === other.pid && run.startedAt === other.startedAt;
}

async function read(file: string): Promise<User | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as User;
  } catch {
    return undefined;
  }
}

function folderOf(ring: string): string {
  return join(ring, 'users');
}
