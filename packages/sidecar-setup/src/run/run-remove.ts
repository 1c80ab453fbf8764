import { rm, rmdir } from 'node:fs/promises';
import type { TlsOptions } from '@ringside/client';
import { type Clock, isOpsError } from '@ringside/core';
import { endProcess, exclusively, findProcesses, ownerOf } from '@ringside/host';
import type { RunningNode } from '../discover/running-node.ts';
import { digestOf, withoutBlock } from '../plan/drop-in.ts';
import type { RemovePlan, Undo } from '../plan/plan-remove.ts';
import { askAgent, stopAgent } from './agent.ts';
import { asUser } from './as-user.ts';
import { dropRole, isSuperuser, type Login, openNode } from './cql.ts';
import { editOptions, readOptions } from './options-file.ts';
import { readOwnFile } from './own-file.ts';
import { removeUnit } from './systemd.ts';

const LOCK_LIMIT_MS = 60_000;

/** How a setup is undone. */
export interface RemoveOptions {
  /** Measures waits. */
  readonly clock: Clock;
  /** Interrupts it between two steps, and while it waits. */
  readonly signal?: AbortSignal | undefined;
  /** The node, where it runs. */
  readonly node: RunningNode | undefined;
  /** Who drops the role, and how to reach CQL. */
  readonly admin?: Login | undefined;
  /** For CQL over TLS. */
  readonly tls?: TlsOptions | undefined;
  /** Told of each step when it is done; `left` with the reason where it was not. */
  readonly onStep?: ((step: Undo, outcome: 'done' | 'already' | { readonly left: string }) => void) | undefined;
}

type Outcome = 'done' | 'already' | { readonly left: string };

/**
 * Undoes what a record says, and nothing else: a file that was changed since stays, and so does what the next start of the node needs.
 *
 * @returns what stays beside what the plan says
 * @throws OpsError of a step that failed; what comes after it stays recorded
 */
export async function runRemove(plan: RemovePlan, options: RemoveOptions): Promise<readonly string[]> {
  const { layout } = plan;
  const left: string[] = [];
  await exclusively(
    `${layout.folder}.lock`,
    async () => {
      for (const step of plan.steps) {
        const outcome = await undo(step, plan, options);
        options.onStep?.(step, outcome);
        if (typeof outcome === 'object') left.push(outcome.left);
      }
      // A folder in which somebody put something of his own stays.
      await rmdir(layout.folder).catch(() => undefined);
    },
    { clock: options.clock, withinMs: LOCK_LIMIT_MS, signal: options.signal },
  );
  return left;
}

async function undo(step: Undo, plan: RemovePlan, options: RemoveOptions): Promise<Outcome> {
  switch (step.undo) {
    case 'start-unit':
      await removeUnit(step.path, step.unit, options);
      return 'done';
    case 'start':
      return await stopSidecar(step.path, plan, options);
    case 'edit-options':
      return await undoOptions(step.path, plan);
    case 'attach':
      return await detach(plan, options);
    case 'create-role':
      return await undoRole(step.role, options);
    case 'write':
      return await undoFile(step, plan);
  }
}

async function stopSidecar(configuration: string, { layout }: RemovePlan, { clock, signal }: RemoveOptions): Promise<Outcome> {
  const found = findProcesses((line) => line.has('--config', configuration), layout.folder);
  for (const each of found) await endProcess(each, { clock, signal });
  return found.length === 0 ? 'already' : 'done';
}

async function undoOptions(path: string, { record }: RemovePlan): Promise<Outcome> {
  try {
    return (await editOptions(path, record, (text) => withoutBlock(text, record.name))) ? 'done' : 'already';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'already';
    throw error;
  }
}

/** The JVM is that of the process that listens as the agent and has proved to know its secret, also where the node does not answer CQL. */
async function detach({ record, layout }: RemovePlan, { node, clock, signal }: RemoveOptions): Promise<Outcome> {
  return await asUser(record, async () => {
    if (typeof (await askAgent(record.agent, layout)) !== 'string') return 'already';
    try {
      const pid = node?.identity.pid ?? (await ownerOf(record.agent))?.pid;
      if (pid === undefined) return { left: `The control agent goes on in ${record.name} until its next start: its process was not found` };
      await stopAgent(pid, layout, clock, signal);
      return 'done';
    } catch (error) {
      if (!isOpsError(error)) throw error;
      return { left: `The control agent goes on in ${record.name} until its next start: ${error.message}` };
    }
  });
}

async function undoRole(role: string, { node, admin, tls }: RemoveOptions): Promise<Outcome> {
  if (node === undefined || admin === undefined) return { left: `The role ${role} stays: the node does not answer CQL here` };
  const session = await openNode(node, tls, admin);
  try {
    if (await isSuperuser(session, role))
      return { left: `The role ${role} stays: it is a superuser, which ringside sidecar init does not create` };
    await dropRole(session, role);
    return 'done';
  } finally {
    await session.close();
  }
}

async function undoFile({ path, digest }: Extract<Undo, { undo: 'write' }>, plan: RemovePlan): Promise<Outcome> {
  const needing = await stillNamedIn(path, plan);
  if (needing !== undefined) return { left: `${path} stays: ${needing} still names it, and the node would not start without it` };
  return await asUser(plan.record, async () => {
    const content = await readOwnFile(path).catch((error: NodeJS.ErrnoException) => {
      if (isOpsError(error)) return error;
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (content === undefined) return 'already';
    if (isOpsError(content)) return { left: `${path} stays: ${content.message}` };
    if (digest !== '' && digestOf(content) !== digest) return { left: `${path} stays: it was changed since it was written` };
    await rm(path);
    return 'done';
  });
}

/** The options of the next start where a person wrote the agent into them: they would name a jar that is not there. */
async function stillNamedIn(path: string, { record, layout }: RemovePlan): Promise<string | undefined> {
  const { optionsFile } = record;
  if (optionsFile === undefined || (path !== layout.agent && path !== layout.agentOptions && path !== layout.policy)) return undefined;
  const text = await readOptions(optionsFile, record);
  return new RegExp(`^-.*${layout.agent.replaceAll('.', '\\.')}`, 'm').test(text ?? '') ? optionsFile : undefined;
}
