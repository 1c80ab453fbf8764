import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errors, isOpsError, type OpsError } from '@ringside/core';
import { readPlainFile } from '@ringside/host';
import { formatEndpoint } from '@ringside/model';
import { setupErrors } from '../errors.ts';
import { asUser } from '../run/as-user.ts';
import { clientAddress } from './addresses.ts';
import { assertProven } from './assert-proven.ts';
import { type NodeConfiguration, parseCassandraYaml } from './cassandra-yaml.ts';
import { attachRefusal, jolokiaOf } from './java-command.ts';
import { findOptions } from './options.ts';
import { asItsUserSees, type CassandraProcess } from './processes.ts';
import type { RunningNode } from './running-node.ts';

/**
 * Reads how the Cassandra of a process is configured, and makes sure that it is that one: any user may start a process with the command line of a
 * Cassandra. Whatever that names is read with the rights of the process's user.
 *
 * @throws OpsError `PERMISSION_DENIED` for a process of another user, unless this is root; `NODE_NOT_FOUND` for one in a container;
 *   `CONFIG_INVALID` where its `cassandra.yaml` is not found or cannot be read; `NODE_UNPROVEN` for one that does not hold what that describes
 */
export async function readRunningNode(found: CassandraProcess): Promise<RunningNode> {
  assertReachable(found);
  const node = await asUser(found, () => readNode(asItsUserSees(found)));
  await assertProven(node);
  return node;
}

async function readNode(found: CassandraProcess): Promise<RunningNode> {
  const { identity, uid, gid, command } = found;
  const yamlFile = findYaml(found);
  const text = await readText(yamlFile).catch((cause: unknown) => {
    throw isOpsError(cause) ? cause : errors.CONFIG_INVALID({ message: `${yamlFile} of process ${identity.pid} cannot be read`, cause });
  });
  const configuration = parseCassandraYaml(text, yamlFile, command.properties);
  const address = await clientAddress(configuration);
  const name = formatEndpoint({ address, port: configuration.nativePort });
  const flags = [...wordsOf(found.environment['JAVA_TOOL_OPTIONS']), ...command.flags];
  return {
    identity,
    uid,
    gid,
    name,
    address,
    configuration,
    dataDirectories: dataDirectories(found, configuration),
    conf: dirname(yamlFile),
    ...(await findOptions(found, name)),
    java: await javaOf(found.executable),
    attachRefusal: attachRefusal(flags),
    jolokia: jolokiaOf(flags),
  };
}

/** Neither a `cassandra.yaml` nor the `release` of a Java is longer. */
const MOST_BYTES = 2 ** 20;

async function readText(file: string): Promise<string> {
  return (await readPlainFile(file, { mostBytes: MOST_BYTES, followsLink: true })).toString();
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

/** Every JDK and JRE says in a file `release` what it is; that of a JDK 8 is above the folder of its JRE. */
async function javaOf(executable: string | undefined): Promise<number | undefined> {
  if (executable === undefined) return undefined;
  const home = dirname(dirname(executable));
  for (const folder of [home, dirname(home)]) {
    const release = await readText(join(folder, 'release')).catch(() => '');
    const major = /^JAVA_VERSION="(?:1\.)?(\d+)/m.exec(release)?.[1];
    if (major !== undefined) return Number(major);
  }
  return undefined;
}
