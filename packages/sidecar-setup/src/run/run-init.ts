import { constants, existsSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Clock, errors, type OpsError, shellWord } from '@ringside/core';
import { exclusively, readSecretFile, writeDurably } from '@ringside/host';
import type { RunningNode } from '../discover/running-node.ts';
import { digestOf, withBlock } from '../plan/drop-in.ts';
import type { InitPlan, Step, Wishes } from '../plan/plan-init.ts';
import { readRecord, recordText, type SetupRecord } from '../plan/record.ts';
import { askAgent, attachAgent, newAgentSecret } from './agent.ts';
import { asUser, type User } from './as-user.ts';
import { assertFree, type Login, newPassword, openNode, putRole, readTls } from './cql.ts';
import { editOptions } from './options-file.ts';
import { readOwnFile, readOwnSecret } from './own-file.ts';
import { awaitSidecar } from './sidecar-health.ts';
import { startUnit } from './systemd.ts';

const LOCK_LIMIT_MS = 60_000;
const OWNER_ONLY = 0o600;
const FOLDER_OWNER_ONLY = 0o700;

/** How a setup is carried out. */
export interface RunOptions {
  /** Measures waits. */
  readonly clock: Clock;
  /** Interrupts it between two steps, and while it waits. */
  readonly signal?: AbortSignal | undefined;
  /** Told of each step when it is done; `already` where there was nothing to do. */
  readonly onStep?: ((step: Step, outcome: 'done' | 'already') => void) | undefined;
}

/** What the steps work with. */
interface Work extends RunOptions {
  readonly plan: InitPlan;
  record: SetupRecord;
  /** Whether the sidecar must be started anew to know what was written. */
  restarts: boolean;
}

/**
 * Carries out a plan. Each step is recorded before it is taken, so that `remove` undoes a setup that was interrupted as well; running it again goes
 * on where it stopped, and changes nothing where all is done.
 *
 * @returns what is set up now
 * @throws OpsError of the step that failed; what was done before it stays
 */
export async function runInit(plan: InitPlan, options: RunOptions): Promise<SetupRecord> {
  const { folder } = plan.layout;
  const { node } = plan;
  await mkdir(dirname(folder), { recursive: true });
  return await exclusively(
    `${folder}.lock`,
    async () => {
      await makeFolder(folder, node);
      const work: Work = { ...options, plan, record: (await readRecord(plan.layout)) ?? newRecord(plan), restarts: false };
      await keepNextStart(work);
      for (const step of plan.steps) options.onStep?.(step, (await take(step, work)) ? 'done' : 'already');
      return work.record;
    },
    { clock: options.clock, withinMs: LOCK_LIMIT_MS, signal: options.signal },
  );
}

/**
 * Makes the folder of a setup and gives it to the node's user, where it is not there yet.
 *
 * @throws OpsError `PERMISSION_DENIED` where something else has its place: root would give away what a link points at, or what is another user's
 */
export async function makeFolder(folder: string, { uid, gid }: User): Promise<void> {
  await mkdir(folder, { mode: FOLDER_OWNER_ONLY }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW).catch((cause: unknown) => {
    throw occupied(folder, 'is not a folder, and may lead elsewhere', cause);
  });
  try {
    const { uid: owner } = await handle.stat();
    if (owner !== uid && owner !== process.geteuid?.())
      throw occupied(folder, `belongs to the user with id ${owner}, not to that of the node (${uid})`);
    if (process.geteuid?.() === 0) await handle.chown(uid, gid);
  } finally {
    await handle.close();
  }
}

function occupied(folder: string, why: string, cause?: unknown): OpsError {
  return errors.PERMISSION_DENIED({ message: `${folder} ${why}`, remedy: `Look at it, and remove it: ls -ld ${shellWord(folder)}`, cause });
}

function newRecord({ node, agent, sidecar, wishes: { permanent } }: InitPlan): SetupRecord {
  const { name, address, configuration, uid, gid } = node;
  return { version: 1, name, address, nativePort: configuration.nativePort, uid, gid, agent, sidecar, files: {}, permanent };
}

/** @returns whether there was something to do */
async function take(step: Step, work: Work): Promise<boolean> {
  const { plan } = work;
  switch (step.do) {
    case 'copy':
      return await putFile(work, step.path, await readFile(step.from));
    case 'write':
      return await putFile(work, step.path, Buffer.from(step.text));
    case 'make-secret':
      return await makeSecret(work, step.path, step.optionsPath);
    case 'keep-password':
      return await putSecret(work, step.path, await readSecretFile('--cql-password-file', step.from));
    case 'create-role':
      return await makeRole(work, step.role, step.path);
    case 'edit-options':
      await keep(work, { optionsFile: step.path, permanent: true });
      return await editOptions(step.path, plan.node, (text) => withBlock(text, plan.node.name, step.text));
    case 'attach':
      return await attach(work, step.pid);
    case 'start-unit':
      await keep(work, { unitFile: step.path });
      return await startSidecar(step, work);
  }
}

/** Whether the next start was to be left alone, as the last run was told; options that hold the agent already are what they are. */
async function keepNextStart(work: Work): Promise<void> {
  const { permanent } = work.plan.wishes;
  if (work.record.optionsFile === undefined) await keep(work, { permanent });
}

/** Starts the sidecar's unit, and waits until the sidecar answers. */
async function startSidecar(step: Extract<Step, { do: 'start-unit' }>, work: Work): Promise<boolean> {
  const { plan, clock, signal, restarts } = work;
  const isNew = await startUnit(step, { signal, restarts });
  await awaitSidecar(plan.node.name, plan.sidecar, step.unit, { clock, signal });
  return isNew;
}

/** Records what is about to be done. */
async function keep(work: Work, change: Partial<SetupRecord>): Promise<void> {
  const next = { ...work.record, ...change };
  const { record: file } = work.plan.layout;
  if (recordText(next) !== recordText(work.record) || !existsSync(file))
    await asUser(work.plan.node, () => writeDurably(file, recordText(next), OWNER_ONLY));
  work.record = next;
}

async function putFile(work: Work, path: string, content: Buffer): Promise<boolean> {
  await keep(work, { files: { ...work.record.files, [path]: digestOf(content) } });
  return await asUser(work.plan.node, async () => {
    const before = await readOwnFile(path).catch(() => undefined);
    if (before?.equals(content) === true) return false;
    await writeDurably(path, content, OWNER_ONLY);
    work.restarts = true;
    return true;
  });
}

async function putSecret(work: Work, path: string, secret: string): Promise<boolean> {
  await keep(work, { files: { ...work.record.files, [path]: '' } });
  return await asUser(work.plan.node, async () => {
    if ((await secretIn(path)) === secret) return false;
    await writeDurably(path, `${secret}\n`, OWNER_ONLY);
    work.restarts = true;
    return true;
  });
}

async function secretIn(path: string): Promise<string | undefined> {
  return await readOwnSecret(path).catch(() => undefined);
}

/** One secret for good: the agent's options name it, and every start of the node reads those. */
async function makeSecret(work: Work, path: string, optionsPath: string): Promise<boolean> {
  await keep(work, { files: { ...work.record.files, [path]: '', [optionsPath]: '' } });
  const { node, agent, layout } = work.plan;
  return await asUser(node, async () => {
    if ((await secretIn(path)) !== undefined && existsSync(optionsPath)) return false;
    const { secret, options } = newAgentSecret(agent, layout);
    await writeDurably(optionsPath, options, OWNER_ONLY);
    await writeDurably(path, `${secret}\n`, OWNER_ONLY);
    work.restarts = true;
    return true;
  });
}

async function attach(work: Work, pid: number): Promise<boolean> {
  const { node, agent, layout } = work.plan;
  return await asUser(node, async () => {
    if (typeof (await askAgent(agent, layout)) === 'string') return false;
    await attachAgent(pid, agent, layout, work.clock, work.signal);
    return true;
  });
}

async function makeRole(work: Work, username: string, path: string): Promise<boolean> {
  const { node, wishes } = work.plan;
  const tls = await readTls(wishes.tls);
  const kept = await asUser(node, () => secretIn(path));
  if (kept !== undefined && (await letsIn(node, tls, { username, password: kept }))) return false;
  const session = await openNode(node, tls, await adminOf(wishes));
  try {
    await assertFree(session, username, work.record.role);
    await keep(work, { role: username });
    const password = kept ?? newPassword();
    await putSecret(work, path, password);
    await putRole(session, { username, password }, node);
    return true;
  } finally {
    await session.close();
  }
}

/** Who creates the role. */
async function adminOf({ login }: Wishes): Promise<Login | undefined> {
  if (login === undefined) return undefined;
  return { username: login.username, password: await readSecretFile('--cql-password-file', login.passwordFile) };
}

async function letsIn(node: RunningNode, tls: Awaited<ReturnType<typeof readTls>>, login: Login): Promise<boolean> {
  const session = await openNode(node, tls, login).catch(() => undefined);
  await session?.close();
  return session !== undefined;
}
