import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { errors } from '@ringside/core';
import type { RunningNode } from './discover/running-node.ts';
import { type Layout, layoutIn, layoutOf } from './plan/layout.ts';
import { type AskedPorts, choosePlaces } from './plan/places.ts';
import { type InitPlan, planInit, type Wishes } from './plan/plan-init.ts';
import { readRecord, type SetupRecord } from './plan/record.ts';
import { agentPolicy } from './run/agent.ts';
import { asUser } from './run/as-user.ts';

/** What {@link prepareInit} needs beside the node. */
export interface PrepareOptions extends AskedPorts {
  /** The folder of the nodes' folders; see `defaultFolder()`. */
  readonly base: string;
  /** What is wanted. */
  readonly wishes: Wishes;
  /** The sidecar's program. */
  readonly program: string;
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
  const record = await recordOf(layout, node);
  return planInit(node, options.wishes, {
    layout,
    ...(await choosePlaces(node, record, options)),
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

/**
 * Every node that was set up below a folder, as far as this user may look.
 *
 * @throws OpsError `STATE_CORRUPT` for a record that `init` did not write
 */
export async function listSetUp(base: string): Promise<readonly SetUp[]> {
  const names = (await readdir(base).catch(() => [])).filter((name) => !name.endsWith('.lock'));
  const found = await Promise.all(names.map((name) => readSetUp(layoutIn(base, name))));
  return found.filter((each) => each !== undefined);
}

/** @returns `undefined` for a folder that is another's, and for one without a record */
async function readSetUp(layout: Layout): Promise<SetUp | undefined> {
  const record = await readRecord(layout).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  return record === undefined ? undefined : { record, layout };
}

async function recordOf(layout: Layout, user: RunningNode): Promise<SetupRecord | undefined> {
  return existsSync(layout.folder) ? await asUser(user, () => readRecord(layout)) : undefined;
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
