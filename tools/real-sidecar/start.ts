import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ClusterNode } from '@ringside/cassandra-node';

/** The compiled program of the sidecar; there once it is built. */
export const SIDECAR_PROGRAM: string = fileURLToPath(new URL('../../packages/sidecar/dist/main.js', import.meta.url));

/**
 * Writes the configuration of a sidecar beside a node, on any free port unless one is given.
 *
 * @returns the path of the configuration
 */
export async function writeSidecarConfig(folder: string, node: ClusterNode, port = 0): Promise<string> {
  const config = join(folder, port === 0 ? 'sidecar.json' : `sidecar-${node.name}.json`);
  const cassandra = { host: node.address, port: node.nativePort, jolokiaUrl: node.controlUrl, jolokiaSecretFile: node.controlSecretFile };
  await writeFile(config, JSON.stringify({ listen: { port }, cassandra, log: { level: 'warn' } }));
  return config;
}

/** For a busy machine; a quiet one takes a second. */
const LISTEN_LIMIT_MS = 120_000;

/**
 * Starts a sidecar and waits until it listens. What it prints on standard error appears on this program's.
 *
 * @param signal ends the process, and the wait with it
 * @param program the compiled sidecar unless a test gives another
 * @throws Error when it ends before it listens, and when it does not listen within two minutes
 */
export async function startSidecarProcess(
  config: string,
  signal?: AbortSignal,
  program: string = SIDECAR_PROGRAM,
): Promise<{ child: ChildProcess; url: string }> {
  const tooLong = new AbortController();
  const limit = setTimeout(() => tooLong.abort(new Error('The sidecar did not listen within two minutes')), LISTEN_LIMIT_MS);
  try {
    return await start(program, config, signal === undefined ? tooLong.signal : AbortSignal.any([signal, tooLong.signal]));
  } catch (error) {
    throw tooLong.signal.aborted ? tooLong.signal.reason : error;
  } finally {
    clearTimeout(limit);
  }
}

async function start(program: string, config: string, signal: AbortSignal): Promise<{ child: ChildProcess; url: string }> {
  const options = { signal };
  const child = spawn(process.execPath, [program, '--config', config], { stdio: ['ignore', 'pipe', 'inherit'], ...options });
  child.on('error', () => {}); // an abort ends the child; what waits for it sees the signal
  const first = once(createInterface({ input: child.stdout }), 'line', options) as Promise<[string]>;
  const ended = once(child, 'exit', options).then(([code]) =>
    Promise.reject(new Error(`The sidecar ended with ${code} before it listened`)),
  );
  for (const outcome of [first, ended]) outcome.catch(() => undefined); // the one that comes second is nobody's
  const [line] = await Promise.race([first, ended]);
  return { child, url: (JSON.parse(line) as { url: string }).url };
}

/** Ends a sidecar in order; one that has ended by itself is no error. */
export async function stopSidecarProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
