import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { errors, type OpsError, toOpsError } from '@ringside/core';
import type { RunningNode } from './discover/running-node.ts';
import { type Layout, layoutIn, layoutOf } from './plan/layout.ts';
import { type AskedPorts, choosePlaces } from './plan/places.ts';
import { type InitPlan, type Place, planInit, type Wishes } from './plan/plan-init.ts';
import { readRecord, type SetupRecord } from './plan/record.ts';
import { agentPolicy } from './run/agent.ts';

/** What {@link prepareInit} needs beside the node. */
export interface PrepareOptions extends AskedPorts {
  /** The folder of the nodes' folders; see `defaultFolder()`. */
  readonly base: string;
  /** What is wanted. */
  readonly wishes: Wishes;
  /** The sidecar's program. */
  readonly program: string;
  /** Where agents and sidecars of other nodes will listen; those that were set up below the folder are known. */
  readonly taken?: readonly Place[] | undefined;
  /** The agent's jar; the one that comes with this package by default. */
  readonly agentJar?: string | undefined;
}

/**
 * Looks at what is there and plans the setup of a node. Changes nothing.
 *
 * @throws OpsError those of `planInit()` and `choosePlaces()`
 */
export async function prepareInit(node: RunningNode, options: PrepareOptions): Promise<InitPlan> {
  const layout = layoutOf(options.base, node.name);
  const record = await readRecord(layout);
  const { found } = await listSetUp(options.base);
  const others = found.flatMap((each) => (each.layout.folder === layout.folder ? [] : [each.record.agent, each.record.sidecar]));
  const taken = [...others, ...(options.taken ?? [])];
  return planInit(node, options.wishes, {
    layout,
    ...(await choosePlaces(node, record, { ...options, taken })),
    agentJar: options.agentJar ?? bundledAgent(node.java),
    node: process.execPath,
    program: options.program,
    user: (await nameIn('/etc/passwd', node.uid)) ?? String(node.uid),
    group: (await nameIn('/etc/group', node.gid)) ?? String(node.gid),
    policy: agentPolicy,
  });
}

/** A node that was set up. */
export interface SetUp {
  /** What was done. */
  readonly record: SetupRecord;
  /** Where its files are. */
  readonly layout: Layout;
}

/** A folder whose record cannot be used. */
export interface BrokenSetUp {
  /** The folder. */
  readonly folder: string;
  /** Why, and what to do. */
  readonly error: OpsError;
}

/** What {@link listSetUp} found. */
export interface SetUps {
  /** What can be used. */
  readonly found: readonly SetUp[];
  /** What is there and cannot. */
  readonly broken: readonly BrokenSetUp[];
}

/** Every node that was set up below a folder, as far as this user may look. A record that is broken does not hide the others. */
export async function listSetUp(base: string): Promise<SetUps> {
  const names = (await readdir(base).catch(() => [])).filter((name) => !name.endsWith('.lock'));
  const found: SetUp[] = [];
  const broken: BrokenSetUp[] = [];
  // One after the other: each is read with the rights of its owner, which are those of this whole process meanwhile.
  for (const name of names.toSorted()) {
    const layout = layoutIn(base, name);
    try {
      const record = await readRecord(layout);
      if (record !== undefined) found.push({ record, layout });
    } catch (error) {
      broken.push({ folder: layout.folder, error: toOpsError(error) });
    }
  }
  return { found, broken };
}

async function nameIn(file: string, id: number): Promise<string | undefined> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  return lines.find(([, , number]) => number === String(id))?.[0];
}

/** Jolokia from 2.4 on is compiled for Java 17; 2.3 is the last for Java 11, and runs on later ones as well. */
const AGENTS = { current: 'jolokia-agent-jvm-2.5.1-javaagent.jar', forJava11: 'jolokia-agent-jvm-2.3.0-javaagent.jar' };
const NEEDS_JAVA = 17;

function bundledAgent(java: number | undefined): string {
  const name = java !== undefined && java >= NEEDS_JAVA ? AGENTS.current : AGENTS.forJava11;
  const file = fileURLToPath(new URL(`../agents/${name}`, import.meta.url));
  if (existsSync(file)) return file;
  throw errors.NOT_FOUND({
    message: `The control agent ${name} is not installed`,
    remedy: 'Name a copy of it: ringside sidecar init --agent FILE; or install @ringside/sidecar-setup from npm, which comes with it.',
  });
}
