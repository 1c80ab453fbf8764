import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { interrupted, Problem } from './problem.mjs';

const POLL_MS = 250;
const STALE_MS = 60_000;
const WAIT_MS = 30 * 60_000;

/** The lock file of a clone: outside of it, so that it never shows in git, and gone after a restart of the machine. */
export function lockFile(root, folder = tmpdir()) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(folder, `ringside-bootstrap-${process.getuid?.() ?? 0}-${name}.lock`);
}

/**
 * Does work that only one launcher at a time may do to a clone. A dead holder is known by its process id or by a minute's silence.
 *
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {{ signal: AbortSignal, onWait: (pid: number) => void }} options `onWait` is called once, with the holder
 * @returns {Promise<T>}
 * @template T
 */
export async function exclusively(path, work, { signal, onWait }) {
  const mine = { pid: process.pid, token: randomUUID() };
  let waitsFor;
  for (let waitedMs = 0; !tryTake(path, mine); waitedMs += POLL_MS) {
    const holder = readHolder(path);
    if (isGone(path, holder)) setAside(path, holder);
    else if (holder !== undefined && waitsFor === undefined) onWait((waitsFor = holder.pid));
    if (waitedMs > WAIT_MS)
      throw new Problem(`Process ${waitsFor} has been preparing this folder for half an hour.`, 'Stop it, then try again.', 75);
    await sleep(POLL_MS, undefined, { signal }).catch(() => {
      throw interrupted();
    });
  }
  const heartbeat = setInterval(() => touch(path, mine), STALE_MS / 6);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if (readHolder(path)?.token === mine.token) rmSync(path, { force: true });
  }
}

/** Says that its holder lives; after a long sleep the lock may be gone or another's, which is then left alone. */
export function touch(path, mine) {
  try {
    if (readHolder(path)?.token === mine.token) utimesSync(path, new Date(), new Date());
  } catch {
    // It vanished in between: nothing to keep alive.
  }
}

/** A hard link appears with its content and only where nothing was. */
function tryTake(path, mine) {
  const draft = `${path}.${mine.token}`;
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function isGone(path, holder) {
  try {
    if (Date.now() - statSync(path).mtimeMs > STALE_MS) return true;
    if (holder !== undefined) process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function setAside(path, judged) {
  const aside = `${path}.stale-${randomUUID()}`;
  try {
    renameSync(path, aside);
    // Between judging and moving, another launcher may have taken the lock: then give it back.
    if (readHolder(aside)?.token !== judged?.token) linkSync(aside, path);
  } catch {
    // Another launcher was faster.
  }
  rmSync(aside, { force: true });
}

function readHolder(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
