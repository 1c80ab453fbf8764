import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, isOpsError, retry, type RetryPolicy, systemClock } from '@ringside/core';
import { exclusively, freePort, isRunning, ownIdentity, readProcessFile, writeAtomically, writeProcessFile } from '@ringside/host';
import { modelErrors } from '@ringside/model';
import { nodeControlErrors } from '@ringside/node-control';
import type { LocalNode } from '../local-node.ts';
import { diagnose } from './attach.ts';

const LOCK_LIMIT_MS = 60_000;
const LOCK_POLL_MS = 10;
/** Somebody else may take a port after it was found free. */
const OTHER_PORT: RetryPolicy = {
  attempts: 5,
  backoff: { firstMs: 0, factor: 1, mostMs: 0, jitter: 0 },
  retries: (error) => isOpsError(error) && error.message.includes('Port already in use'),
};
const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;

/** The user that {@link withJmx} opens JMX for. */
export const JMX_USER = 'ringside';

/** How to reach a node's JMX while it is open. */
export interface JmxAccess {
  /** On the node's own address. */
  readonly port: number;
  /** Holds user and password; mode 0600. */
  readonly passwordFile: string;
}

/**
 * Opens JMX over RMI on a node for as long as a work takes: on the node's own loopback address, a free port, with a random password in a
 * file of mode 0600. Works that overlap, in any process, share what is open; the last one closes it. What a killed process has left open
 * is closed by the next work that ends, or by {@link closeLeftJmx}.
 *
 * @param signal aborts opening JMX; it does not reach the work
 * @param work is given the address and the password of JMX, which is open until it settles
 * @throws OpsError `CASSANDRA_UNAVAILABLE` when the node is down, `NODE_REFUSED`, `OPERATION_TIMED_OUT` when it is frozen, `ABORTED`,
 * and whatever the work throws
 */
export async function withJmx<T>(
  node: LocalNode,
  clock: Clock,
  signal: AbortSignal | undefined,
  work: (access: JmxAccess) => Promise<T>,
): Promise<T> {
  const place = jmxPlace(node);
  await mkdir(place.holders, { recursive: true, mode: 0o700 });
  const holder = join(place.holders, `${randomUUID()}.json`);
  const alone = <R>(step: () => Promise<R>, until?: AbortSignal): Promise<R> =>
    exclusively(place.lock, step, { clock, withinMs: LOCK_LIMIT_MS, pollMs: LOCK_POLL_MS, signal: until });
  const access = await alone(() => enter(node, place, holder, clock, signal), signal);
  try {
    return await work(access);
  } finally {
    // Without the signal: what is open is closed also after an interrupt.
    await alone(() => leave(node, place, holder, clock));
  }
}

/**
 * Closes what a process that was killed has left open on a node; for a launcher to call now and then. Nothing happens while a work goes on.
 *
 * @throws OpsError `OPERATION_TIMED_OUT` when the node is frozen
 */
export async function closeLeftJmx(node: LocalNode, clock: Clock = systemClock): Promise<void> {
  const place = jmxPlace(node);
  if ((await readSession(place)) === undefined || (await livingHolders(place)).length > 0) return;
  await exclusively(place.lock, () => close(node, place, clock), { clock, withinMs: LOCK_LIMIT_MS, pollMs: LOCK_POLL_MS });
}

interface JmxPlace {
  readonly root: string;
  readonly lock: string;
  /** One file for each work that uses the session, naming its process. */
  readonly holders: string;
  readonly session: string;
  readonly password: string;
  readonly access: string;
  readonly properties: string;
}

function jmxPlace({ paths }: LocalNode): JmxPlace {
  const root = join(paths.root, 'jmx');
  return {
    root,
    lock: join(root, 'lock'),
    holders: join(root, 'holders'),
    session: join(root, 'session.json'),
    password: join(root, 'password'),
    access: join(root, 'access'),
    properties: join(root, 'management.properties'),
  };
}

/** What is open, and on which process of the node. */
interface JmxSession {
  readonly pid: number;
  readonly port: number;
}

async function enter(node: LocalNode, place: JmxPlace, holder: string, clock: Clock, signal?: AbortSignal): Promise<JmxAccess> {
  const pid = await node.pid();
  if (pid === undefined) {
    const remedy = `Start it with ringside cluster start ${node.name}, then try again.`;
    throw modelErrors.CASSANDRA_UNAVAILABLE({ message: `${node.name} (${node.address}) is not running`, remedy });
  }
  const shared = (await livingHolders(place)).length > 0 ? await readSession(place) : undefined;
  const session = shared?.pid === pid ? shared : await open(node, pid, place, clock, signal);
  await writeProcessFile(holder, ownIdentity());
  return { port: session.port, passwordFile: place.password };
}

async function leave(node: LocalNode, place: JmxPlace, holder: string, clock: Clock): Promise<void> {
  await rm(holder, { force: true });
  await close(node, place, clock);
}

/** Closes what is open unless somebody uses it. */
async function close(node: LocalNode, place: JmxPlace, clock: Clock): Promise<void> {
  if ((await livingHolders(place)).length > 0) return;
  const session = await readSession(place);
  const pid = await node.pid();
  if (pid !== undefined && session?.pid === pid) await diagnose(pid, 'ManagementAgent.stop', clock);
  await Promise.all([place.session, place.password, place.access, place.properties].map((file) => rm(file, { force: true })));
}

/** Removes the files of holders that have ended. */
async function livingHolders(place: JmxPlace): Promise<readonly string[]> {
  const living: string[] = [];
  // A file that is being written has another name still.
  const names = (await readdir(place.holders)).filter((name) => name.endsWith('.json'));
  for (const name of names) {
    const file = join(place.holders, name);
    const identity = await readProcessFile(file);
    if (identity !== undefined && isRunning(identity)) living.push(file);
    else await rm(file, { force: true });
  }
  return living;
}

async function readSession(place: JmxPlace): Promise<JmxSession | undefined> {
  try {
    return JSON.parse(await readFile(place.session, 'utf8')) as JmxSession;
  } catch {
    return undefined;
  }
}

async function open(node: LocalNode, pid: number, place: JmxPlace, clock: Clock, signal?: AbortSignal): Promise<JmxSession> {
  await assertNamesItself(node, pid, clock, signal);
  // One that was left open by a killed process; its password is thrown away with it.
  await diagnose(pid, 'ManagementAgent.stop', clock, signal);
  await writeAtomically(place.password, `${JMX_USER} ${randomBytes(SECRET_BYTES).toString('base64url')}\n`, OWNER_ONLY);
  await writeAtomically(place.access, `${JMX_USER} readwrite\n`, OWNER_ONLY);
  const start = async (): Promise<{ readonly pid: number; readonly port: number }> => {
    const port = await freePort(node.address);
    await writeAtomically(place.properties, agentProperties(node.address, port, place), OWNER_ONLY);
    await diagnose(pid, `ManagementAgent.start config.file="${place.properties}"`, clock, signal);
    await writeAtomically(place.session, JSON.stringify({ pid, port }), OWNER_ONLY);
    return { pid, port };
  };
  return await retry(OTHER_PORT, start, { clock, random: Math.random, signal });
}

/** RMI tells its clients an address to call back on: the property, else one that the JVM guesses, which may be another node's. */
async function assertNamesItself(node: LocalNode, pid: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  const properties = await diagnose(pid, 'VM.system_properties', clock, signal);
  if (properties.includes(`java.rmi.server.hostname=${node.address}\n`)) return;
  throw nodeControlErrors.NODE_REFUSED({
    message: `${node.name} was started by a Ringside that did not know nodetool yet`,
    remedy: `Restart it: ringside cluster stop ${node.name} && ringside cluster start ${node.name}.`,
  });
}

/** Settings of the JDK's management agent. */
function agentProperties(address: string, port: number, place: JmxPlace): string {
  const settings: Readonly<Record<string, string>> = {
    host: address,
    port: String(port),
    'rmi.port': String(port),
    ssl: 'false',
    authenticate: 'true',
    'password.file': propertyText(place.password),
    // nodetool reads the same file, so the agent must not replace the password by its hash.
    'password.toHashes': 'false',
    'access.file': propertyText(place.access),
  };
  return Object.entries(settings)
    .map(([key, value]) => `com.sun.management.jmxremote.${key}=${value}\n`)
    .join('');
}

/** A value of a properties file, which Java reads as Latin-1. */
function propertyText(text: string): string {
  return text.replaceAll(/[\\\u0080-\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
