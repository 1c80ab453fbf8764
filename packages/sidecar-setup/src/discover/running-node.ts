import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errors, type OpsError } from '@ringside/core';
import { formatEndpoint } from '@ringside/model';
import { setupErrors } from '../errors.ts';
import { OPTIONS_FILE } from '../plan/record.ts';
import { type NodeConfiguration, parseCassandraYaml } from './cassandra-yaml.ts';
import { attachRefusal, jolokiaOf } from './java-command.ts';
import type { CassandraProcess } from './processes.ts';

/** A Cassandra that runs on this machine, and what a sidecar beside it must know. */
export interface RunningNode extends Pick<CassandraProcess, 'identity' | 'uid' | 'gid'> {
  /** Where it answers CQL, such as `10.0.0.3:9042`: what people call it. */
  readonly name: string;
  /** Where this machine reaches it for CQL. */
  readonly address: string;
  /** What its `cassandra.yaml` says. */
  readonly configuration: NodeConfiguration;
  /** Absolute paths, in Cassandra's order. */
  readonly dataDirectories: readonly string[];
  /** The folder of its `cassandra.yaml`. */
  readonly conf: string;
  /** The file that the distribution's scripts take the JVM's options from; `undefined` where there is none. */
  readonly optionsFile: string | undefined;
  /** The Java feature release, from the `release` file of its Java; `undefined` where there is none. */
  readonly java: number | undefined;
  /** Why its JVM cannot be attached to; `undefined` where nothing says so. */
  readonly attachRefusal: string | undefined;
  /** The jar of the Jolokia agent that its JVM was started with, its own or that of an earlier setup. */
  readonly jolokia: string | undefined;
}

/**
 * Reads how the Cassandra of a process is configured.
 *
 * @throws OpsError `PERMISSION_DENIED` for a process of another user, unless this is root; `NODE_NOT_FOUND` for one in a container;
 *   `CONFIG_INVALID` where its `cassandra.yaml` is not found or cannot be read
 */
export async function readRunningNode(found: CassandraProcess): Promise<RunningNode> {
  assertReachable(found);
  const { identity, uid, gid, command } = found;
  const yamlFile = findYaml(found);
  const text = await readFile(yamlFile, 'utf8').catch((cause: unknown) => {
    throw errors.CONFIG_INVALID({ message: `${yamlFile} of process ${identity.pid} cannot be read`, cause });
  });
  const configuration = parseCassandraYaml(text, yamlFile, command.properties);
  const address = await clientAddress(configuration);
  const optionsFile = join(dirname(yamlFile), OPTIONS_FILE);
  const flags = [...wordsOf(found.environment['JAVA_TOOL_OPTIONS']), ...command.flags];
  return {
    identity,
    uid,
    gid,
    name: formatEndpoint({ address, port: configuration.nativePort }),
    address,
    configuration,
    dataDirectories: dataDirectories(found, configuration),
    conf: dirname(yamlFile),
    optionsFile: existsSync(optionsFile) ? optionsFile : undefined,
    java: await javaOf(found.executable),
    attachRefusal: attachRefusal(flags),
    jolokia: jolokiaOf(flags),
  };
}

function wordsOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(/\s+/);
}

function assertReachable({ identity: { pid }, isContained, uid, workingDirectory }: CassandraProcess): void {
  if (isContained) {
    const remedy =
      'Run ringside sidecar init inside that container; or put the agent into the image, and restart the nodes one after another.';
    throw setupErrors.NODE_NOT_FOUND({ message: `The Cassandra of process ${pid} runs in another container`, remedy });
  }
  const self = process.geteuid?.();
  if (self === 0 || (self === uid && workingDirectory !== undefined)) return;
  throw notOurs(pid, uid);
}

function notOurs(pid: number, uid: number): OpsError {
  return errors.PERMISSION_DENIED({
    message: `The Cassandra of process ${pid} belongs to another user (id ${uid}); only that user and root may attach to it`,
    remedy: `Run the same command as that user: sudo -u '#${uid}' ringside sidecar init --pid ${pid}; or as root.`,
  });
}

/** `-Dcassandra.config` names it; without, Cassandra looks along its class path, on which the distribution puts the folder first. */
function findYaml({ identity, command, workingDirectory = '/', environment }: CassandraProcess): string {
  const named = command.properties['cassandra.config'];
  if (named?.startsWith('file:') === true) return fileURLToPath(named.replace(/^file:(?!\/\/)/, 'file://'));
  const folders = [...command.classPath.filter((entry) => !entry.endsWith('.jar')), environment['CASSANDRA_CONF'] ?? ''];
  const candidates = folders.filter((each) => each !== '').map((each) => resolve(workingDirectory, each, named ?? 'cassandra.yaml'));
  const file = candidates.find((each) => existsSync(each));
  if (file !== undefined) return file;
  throw errors.CONFIG_INVALID({
    message: `The cassandra.yaml of process ${identity.pid} was not found in ${candidates.map((each) => dirname(each)).join(', ')}`,
    remedy: 'Run this as root or as the user of Cassandra, on the machine itself.',
  });
}

const EVERY_ADDRESS = new Set(['0.0.0.0', '::', '::0']);

async function clientAddress({ rpcAddress, rpcInterface }: NodeConfiguration): Promise<string> {
  if (rpcInterface !== undefined) return addressOfInterface(rpcInterface);
  const written = rpcAddress ?? hostname();
  if (EVERY_ADDRESS.has(written)) return '127.0.0.1';
  return (await lookup(written, { family: written.includes(':') ? 6 : 4 })).address;
}

function addressOfInterface(name: string): string {
  const found = networkInterfaces()[name]?.find(({ family }) => family === 'IPv4');
  if (found !== undefined) return found.address;
  throw errors.CONFIG_INVALID({ message: `rpc_interface: ${name} has no IPv4 address on this machine` });
}

function dataDirectories(
  { command, workingDirectory = '/' }: CassandraProcess,
  { dataDirectories: named }: NodeConfiguration,
): readonly string[] {
  const storage = command.properties['cassandra.storagedir'];
  if (named.length === 0 && storage === undefined) return [];
  return named.length === 0
    ? [join(resolve(workingDirectory, storage ?? ''), 'data')]
    : named.map((each) => resolve(workingDirectory, each));
}

/** Every JDK and JRE says in a file `release` what it is. */
async function javaOf(executable: string | undefined): Promise<number | undefined> {
  if (executable === undefined) return undefined;
  const release = await readFile(join(dirname(dirname(executable)), 'release'), 'utf8').catch(() => '');
  const major = /^JAVA_VERSION="(?:1\.)?(\d+)/m.exec(release)?.[1];
  return major === undefined ? undefined : Number(major);
}
