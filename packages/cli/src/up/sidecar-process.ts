import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { type Clock, OpsError, waitUntil } from '@ringside/core';
import { writeFileAtomic } from './atomic-file.ts';
import { findProcesses } from './find-processes.ts';
import { identifyProcess, isAlive, type ProcessIdentity, signalProcess } from './process-identity.ts';
import { sidecarConfigFile, sidecarDirectory, sidecarLogFile, sidecarSecretFile } from './sidecar-files.ts';

/** What a sidecar must know of its node. */
export interface SidecarNode {
  readonly name: string;
  readonly address: string;
  readonly nativePort: number;
  readonly sidecarPort: number;
  readonly jolokiaUrl: string;
  /** A file of mode 0600 that holds the node's Jolokia secret; the secret itself is never in a command line. */
  readonly jolokiaSecretFile: string;
}

const STOP_DEADLINE_MS = 10_000;
const KILLED_DEADLINE_MS = 5_000;
const SECRET_BYTES = 32;
const POLL_MS = 50;

/** The address at which a node's sidecar answers. */
export function sidecarUrl(node: Pick<SidecarNode, 'address' | 'sidecarPort'>): string {
  return `http://${node.address}:${node.sidecarPort}`;
}

/** Writes a sidecar's configuration; the same node gives the same file. */
export async function writeSidecarConfig(home: string, node: SidecarNode): Promise<void> {
  await mkdir(sidecarDirectory(home), { recursive: true, mode: 0o700 });
  const config = {
    listen: { host: node.address, port: node.sidecarPort },
    identity: { secretFile: sidecarSecretFile(home, node.name) },
    cassandra: {
      host: node.address,
      port: node.nativePort,
      jolokiaUrl: node.jolokiaUrl,
      jolokiaSecretFile: node.jolokiaSecretFile,
    },
  };
  await writeFileAtomic(sidecarConfigFile(home, node.name), `${JSON.stringify(config, null, 2)}\n`);
}

/** The secret that a node's sidecar was last started with; `undefined` for none, as of an earlier Ringside. */
export async function sidecarSecret(home: string, node: string): Promise<string | undefined> {
  const secret = (await readFile(sidecarSecretFile(home, node), 'utf8').catch(() => '')).trim();
  return secret === '' ? undefined : secret;
}

/** The running sidecar of a node, whichever launcher started it: the process that was given this node's configuration file. */
export async function findSidecar(home: string, node: string): Promise<ProcessIdentity | undefined> {
  const [found] = findProcesses(home, (words) => configOf(words) === sidecarConfigFile(home, node));
  return found === undefined ? undefined : await identifyProcess(found.pid);
}

/** The pids of every sidecar of a state folder that runs, those of nodes that are no longer in the ring included. */
export function sidecarPids(home: string): readonly number[] {
  const folder = sidecarDirectory(home) + sep;
  return findProcesses(home, (words) => configOf(words)?.startsWith(folder) === true).map(({ pid }) => pid);
}

/** The file after `--config`; an editor that has that file open is no sidecar. */
function configOf(words: readonly string[]): string | undefined {
  const at = words.indexOf('--config');
  return at < 0 ? undefined : words[at + 1];
}

/** {@link sidecarPids}, each with when it started. */
export async function findAllSidecars(home: string): Promise<readonly ProcessIdentity[]> {
  const identities = await Promise.all(sidecarPids(home).map((pid) => identifyProcess(pid)));
  return identities.filter((identity) => identity !== undefined);
}

/**
 * Starts a node's sidecar in a session of its own, its output in a log file, so that it outlives the launcher. Each start has a secret of
 * its own, by which the sidecar is known again.
 *
 * @throws OpsError `INTERNAL` when the program cannot be run at all
 */
export async function spawnSidecar(home: string, node: string, program: string = sidecarProgram()): Promise<ProcessIdentity> {
  await writeFileAtomic(sidecarSecretFile(home, node), `${randomBytes(SECRET_BYTES).toString('base64url')}\n`);
  const log = openSync(sidecarLogFile(home, node), 'a', 0o600);
  try {
    const child = spawn(process.execPath, [program, '--config', sidecarConfigFile(home, node)], {
      detached: true,
      stdio: ['ignore', log, log],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return (await identifyProcess(child.pid ?? 0)) ?? { pid: child.pid ?? 0, startedAt: 'ended' };
  } catch (cause) {
    throw new OpsError('INTERNAL', { message: `The sidecar of ${node} cannot be run: ${(cause as Error).message}`, cause });
  } finally {
    closeSync(log);
  }
}

/** The compiled sidecar beside this program, whichever way this program itself is run. */
function sidecarProgram(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@ringside/sidecar')), 'main.js');
}

/** Stops a sidecar gracefully, or kills it when it does not end in time (default: 10 s) or the signal aborts. */
export async function stopSidecar(
  identity: ProcessIdentity,
  clock: Clock,
  signal?: AbortSignal,
  deadlineMs: number = STOP_DEADLINE_MS,
): Promise<void> {
  if (!(await signalProcess(identity, 'SIGTERM'))) return;
  const gone = async (): Promise<true | undefined> => ((await isAlive(identity)) ? undefined : true);
  const result = await waitUntil(gone, { clock, pollMs: POLL_MS, deadlineMs, signal });
  if (result.outcome === 'met' || !(await signalProcess(identity, 'SIGKILL'))) return;
  // Only when it is gone is its port free for the next one.
  await waitUntil(gone, { clock, pollMs: POLL_MS, deadlineMs: KILLED_DEADLINE_MS });
}

const TAIL_LINES = 3;

/** The last words of a sidecar's log, for a message. */
export async function sidecarLastWords(home: string, node: string): Promise<string> {
  const text = await readFile(sidecarLogFile(home, node), 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-TAIL_LINES).join(' | ');
}
