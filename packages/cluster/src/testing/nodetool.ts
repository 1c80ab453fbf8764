import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';
import type { CassandraInstall } from '../get/get-cassandra.ts';
import { moduleFlags } from '../node/jvm-flags.ts';
import type { ClusterNode } from '../node/node.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 60_000;

/**
 * Opens JMX over RMI on a running node, on its own loopback address, for nodetool. No node of Ringside has it: this is for tests that
 * take nodetool as the oracle. The node must have been started with `java.rmi.server.hostname` set to its address.
 */
export async function openRmi(install: CassandraInstall, node: ClusterNode, port: number): Promise<void> {
  // Where there is no launcher for it (a JRE), there is still the module.
  const jcmd = ['-m', 'jdk.jcmd/sun.tools.jcmd.JCmd'];
  const settings = [`jmxremote.port=${port}`, `jmxremote.rmi.port=${port}`, `jmxremote.host=${node.address}`];
  const open = ['ManagementAgent.start', ...settings, 'jmxremote.authenticate=false', 'jmxremote.ssl=false'];
  await run(install.java.executable, [...jcmd, String(await node.pid()), ...open], { timeout: TIMEOUT_MS });
}

/** What a nodetool command of the same jars prints. */
export async function nodetool(install: CassandraInstall, node: ClusterNode, port: number, command: readonly string[]): Promise<string> {
  const small = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  // It keeps a history of its commands under user.home.
  const java = [...moduleFlags, ...small, `-Duser.home=${node.paths.root}`, '-cp', install.classPath.join(delimiter)];
  const target = ['-h', node.address, '-p', String(port)];
  const args = [...java, 'org.apache.cassandra.tools.NodeTool', ...target, ...command];
  const { stdout } = await run(install.java.executable, args, {
    timeout: TIMEOUT_MS,
    env: { PATH: process.env['PATH'], HOME: node.paths.root },
  });
  return stdout;
}
