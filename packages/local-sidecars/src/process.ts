import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { sidecarConfigFile, sidecarDirectory, sidecarLogFile, sidecarSecretFile } from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { findProcesses, type ProcessIdentity, spawnDetached, writeDurably } from '@ringside/host';

/** What a sidecar must know of its node. */
export interface SidecarNode {
  /** Such as `node1`: names the sidecar's configuration, log and process file. */
  readonly name: string;
  /** The node's loopback address; its sidecar listens there as well. */
  readonly address: string;
  /** The node's CQL port. */
  readonly nativePort: number;
  /** Where its sidecar is to listen. */
  readonly sidecarPort: number;
  /** Base URLs of the sidecars of the other nodes, by which it finds them while its own node is down. Default: none. */
  readonly peers?: readonly string[];
  /** The node's management interface, such as `http://127.0.0.1:8778/jolokia/`. */
  readonly controlUrl: string;
  /** A file of mode 0600 that holds the secret of the node's management interface; the secret itself is never in a command line. */
  readonly controlSecretFile: string;
  /** Programs that start and stop the node, with their arguments, by which its sidecar takes part in operations. Default: it takes none. */
  readonly lifecycle?: {
    /** Starts the node. */
    readonly start: readonly string[];
    /** Stops the node. */
    readonly stop: readonly string[];
  };
}

/** Where the sidecar of a node notes what it has begun with it. */
export function operationsFolder(home: string, node: string): string {
  return join(sidecarDirectory(home), 'operations', node);
}

/** The option that names a sidecar's configuration; an editor that has that file open has no such option. */
const CONFIG = '--config';
const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;

/** The address at which a node's sidecar answers. */
export function sidecarUrl(node: Pick<SidecarNode, 'address' | 'sidecarPort'>): string {
  return `http://${node.address}:${node.sidecarPort}`;
}

/** Writes a sidecar's configuration; the same node gives the same file. */
export async function writeSidecarConfig(home: string, node: SidecarNode): Promise<void> {
  await mkdir(sidecarDirectory(home), { recursive: true, mode: 0o700 });
  const config = {
    listen: { host: node.address, port: node.sidecarPort },
    ...(node.peers !== undefined && { peers: { sidecars: node.peers } }),
    identity: { secretFile: sidecarSecretFile(home, node.name) },
    ...(node.lifecycle !== undefined && {
      operations: { enabled: true, directory: operationsFolder(home, node.name) },
    }),
    cassandra: {
      host: node.address,
      port: node.nativePort,
      jolokiaUrl: node.controlUrl,
      jolokiaSecretFile: node.controlSecretFile,
      ...(node.lifecycle !== undefined && { lifecycle: node.lifecycle }),
    },
  };
  await writeDurably(sidecarConfigFile(home, node.name), `${JSON.stringify(config, null, 2)}\n`, OWNER_ONLY);
}

/** The secret that a node's sidecar was last started with; `undefined` for none, as of an earlier Ringside. */
export async function sidecarSecret(home: string, node: string): Promise<string | undefined> {
  const secret = (await readFile(sidecarSecretFile(home, node), 'utf8').catch(() => '')).trim();
  return secret === '' ? undefined : secret;
}

/** The running sidecar of a node, whichever launcher started it: the process that was given this node's configuration file. */
export function findSidecar(home: string, node: string): ProcessIdentity | undefined {
  return findProcesses((line) => line.has(CONFIG, sidecarConfigFile(home, node)), home)[0];
}

/** Every sidecar of a state folder that runs, those of nodes that are no longer in the ring included. */
export function findAllSidecars(home: string): readonly ProcessIdentity[] {
  return findProcesses((line) => line.hasStart(CONFIG, sidecarDirectory(home) + sep), home);
}

/**
 * Starts a node's sidecar in a session of its own, its output in a log file, so that it outlives the launcher. Each start has a secret of
 * its own, by which the sidecar is known again.
 *
 * @param program the compiled sidecar
 * @throws OpsError `INTERNAL` when the program cannot be run at all
 */
export async function spawnSidecar(home: string, node: string, program: string): Promise<ProcessIdentity> {
  await writeDurably(sidecarSecretFile(home, node), `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, OWNER_ONLY);
  try {
    return await spawnDetached({
      executable: process.execPath,
      arguments: [program, CONFIG, sidecarConfigFile(home, node)],
      log: sidecarLogFile(home, node),
      appends: true,
    });
  } catch (cause) {
    throw errors.INTERNAL({ message: `The sidecar of ${node} cannot be run: ${(cause as Error).message}`, cause });
  }
}

const TAIL_LINES = 3;

/** The last words of a sidecar's log, for a message. */
export async function sidecarLastWords(home: string, node: string): Promise<string> {
  const text = await readFile(sidecarLogFile(home, node), 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-TAIL_LINES).join(' | ');
}
