import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ClusterNode } from '@ringside/cluster';

/** The compiled program of the sidecar; there once it is built. */
export const SIDECAR_PROGRAM: string = fileURLToPath(new URL('../../packages/sidecar/dist/main.js', import.meta.url));

/**
 * Writes the configuration of a sidecar beside a node, on any free port, and the secret that it names.
 *
 * @returns the path of the configuration
 */
export async function writeSidecarConfig(folder: string, node: ClusterNode): Promise<string> {
  const [config, secret] = [join(folder, 'sidecar.json'), join(folder, 'jolokia.secret')];
  await writeFile(secret, node.jolokiaSecret, { mode: 0o600 });
  const cassandra = { host: node.address, port: node.nativePort, jolokiaUrl: node.jolokiaUrl, jolokiaSecretFile: secret };
  await writeFile(config, JSON.stringify({ listen: { port: 0 }, cassandra, log: { level: 'warn' } }));
  return config;
}

/**
 * Starts a sidecar and waits until it listens.
 *
 * @param signal ends the process, and the wait with it
 */
export async function startSidecarProcess(config: string, signal?: AbortSignal): Promise<{ child: ChildProcess; url: string }> {
  const options = signal === undefined ? {} : { signal };
  const child = spawn(process.execPath, [SIDECAR_PROGRAM, '--config', config], { stdio: ['ignore', 'pipe', 'inherit'], ...options });
  child.on('error', () => {}); // an abort ends the child; what waits for it sees the signal
  const first = once(createInterface({ input: child.stdout }), 'line', options) as Promise<[string]>;
  const ended = once(child, 'exit', options).then(([code]) =>
    Promise.reject(new Error(`The sidecar ended with ${code} before it listened`)),
  );
  for (const outcome of [first, ended]) outcome.catch(() => undefined); // the one that comes second is nobody's
  const [line] = await Promise.race([first, ended]);
  return { child, url: (JSON.parse(line) as { url: string }).url };
}

/** Ends a sidecar in order. */
export async function stopSidecarProcess(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
