import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveFlags, type CassandraInstall, jvmEnvironment } from '@ringside/cassandra-install';
import { type DetachedPlan, writeAtomically } from '@ringside/host';
import { agentsFrom } from './agents.ts';
import { renderConf } from '../configuration/conf.ts';
import { writeAgentFiles } from './control-agent.ts';
import { type JavaAgent, jvmArguments } from './jvm-flags.ts';
import type { NodePaths } from '../paths.ts';
import type { NodeIdentity, NodeSettings } from '../spec.ts';

/** What {@link prepareLaunch} needs to know beside the node. */
export interface LaunchOptions {
  /** The jars and the Java to run. */
  readonly install: CassandraInstall;
  /** What all nodes of the ring share. */
  readonly settings: NodeSettings;
  /** The class-data archive to map, if there is one; see `ensureArchive`. */
  readonly archive: string | undefined;
  /** Flags after all others, for the run that makes the archive. */
  readonly extraFlags?: readonly string[];
}

/** Native libraries are unpacked into these folders and loaded from there, whatever the umask. */
const OWNER_ONLY = 0o700;

/**
 * Writes a node's configuration, secret and policy, and says what to run.
 *
 * @throws OpsError `NOT_FOUND` for a missing folder of agents
 */
export async function prepareLaunch(node: NodeIdentity, paths: NodePaths, options: LaunchOptions): Promise<DetachedPlan> {
  const { install, settings } = options;
  for (const folder of [paths.root, paths.storage, paths.logs, paths.conf]) await mkdir(folder, { recursive: true, mode: OWNER_ONLY });
  await rm(paths.temporary, { recursive: true, force: true });
  await mkdir(paths.temporary, { mode: OWNER_ONLY });
  for (const [name, text] of Object.entries(renderConf(node, settings, install.version))) {
    await writeAtomically(join(paths.conf, name), text, 0o600);
  }
  const agents = await nodeAgents(node, paths, options);
  const archive = archiveFlags(options.archive);
  const plan = { classPath: install.classPath, agents, archiveFlags: archive };
  return {
    executable: install.java.executable,
    arguments: [...(options.extraFlags ?? []), ...jvmArguments(node, settings, paths, plan)],
    directory: paths.root,
    environment: jvmEnvironment(process.env),
    log: paths.consoleLog,
  };
}

async function nodeAgents(node: NodeIdentity, paths: NodePaths, { install, settings }: LaunchOptions): Promise<readonly JavaAgent[]> {
  const agent = await writeAgentFiles(paths, node.address, settings.ports.control);
  return [{ jar: install.jammJar }, { jar: install.controlAgentJar, options: agent }, ...(await agentsFrom(settings.agentsDirectory))];
}
