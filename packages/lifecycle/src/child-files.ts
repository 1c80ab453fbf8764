import { appendFile, copyFile, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { claimFile, claimHolder, type ClaimResult, markOf, privateFolder, type ProcessIdentity, writeDurably } from '@ringside/host';
import { runHeader } from './last-words.ts';
import { fileStem } from './options.ts';

const OWNER_ONLY = 0o600;

/** The pid file of a child, and the note that it was stopped on purpose. Both outlive the sidecar. */
export interface ChildFiles {
  /** Who has the pid file, with what is known of its life; undefined where nobody does. */
  holder(): ReturnType<typeof claimHolder>;
  /** Takes the pid file for a process: one that runs keeps it. */
  claim(process: ProcessIdentity): Promise<ClaimResult>;
  /** Whether it was stopped on purpose, as it is on the disk. */
  isStopped(): Promise<boolean>;
  /** Writes that down; on the disk when it resolves. */
  setStopped(stopped: boolean): Promise<void>;
}

/** The files of a node's child in a folder. */
export function childFiles(folder: string, node: string): ChildFiles {
  const pidFile = join(folder, `${fileStem(node)}.pid`);
  const stopped = join(folder, `${fileStem(node)}.stopped`);
  return {
    holder: async () => await claimHolder(pidFile),
    async claim(process) {
      await privateFolder(folder);
      // A process of this container before its last start has ended with it; of another container nobody here can tell.
      return await claimFile(pidFile, { owner: markOf(process), isOver: (life) => life === 'ended' || life === 'unseen' });
    },
    isStopped: async () =>
      await stat(stopped).then(
        () => true,
        () => false,
      ),
    async setStopped(isStopped) {
      if (isStopped) await writeDurably(stopped, '', OWNER_ONLY);
      else await rm(stopped, { force: true });
    },
  };
}

/** Begins a run in a console log. */
export async function beginRun(log: string, nowMs: number): Promise<void> {
  await appendFile(log, runHeader(nowMs), { mode: OWNER_ONLY });
}

/**
 * Moves what a console log holds into `<log>.1` once it is longer than a size. The process has the file open and goes on writing at its end, so it is copied
 * and emptied; what is written in between is lost.
 */
export async function rotate(log: string, mostBytes: number): Promise<void> {
  const { size } = await stat(log).catch(() => ({ size: 0 }));
  if (size <= mostBytes) return;
  await copyFile(log, `${log}.1`);
  await truncate(log);
}
