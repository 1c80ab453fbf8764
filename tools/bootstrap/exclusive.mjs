import { createHash, randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimFile } from './host.mjs';
import { interrupted, Problem } from './problem.mjs';

const POLL_MS = 250;
const STALE_MS = 60_000;
const WAIT_MS = 30 * 60_000;

/**
 * The lock file of a clone: outside of it, so that it never shows in git, and in a folder that only this user can write to. In one that all
 * share, anybody could put a lock there and touch it now and then, and every start of this user would wait for it.
 *
 * @param {string} root the clone
 * @param {readonly string[]} folders the first of them that can be used is
 */
export function lockFile(root, folders = lockFolders()) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const faults = [];
  for (const folder of folders) {
    const fault = faultOf(folder);
    if (fault === undefined) return join(folder, `bootstrap-${name}.lock`);
    faults.push(`${folder} (${fault})`);
  }
  const remedy = `Remove what is in the way, or name a folder of your own: export RINGSIDE_CACHE="$HOME/ringside-cache".`;
  throw new Problem(`There is no private folder for a lock: ${faults.join(', ')}.`, remedy, 73);
}

/** Ringside's cache, where the ringside command looks for it as well; else a folder among the temporary files. */
export function lockFolders(env = process.env, platform = process.platform) {
  const xdg = env.XDG_CACHE_HOME ?? '';
  const usual = isAbsolute(xdg) ? xdg : join(homedir(), platform === 'darwin' ? 'Library/Caches' : '.cache');
  const cache = (env.RINGSIDE_CACHE ?? '') === '' ? join(usual, 'ringside') : resolve(env.RINGSIDE_CACHE);
  return [join(cache, 'locks'), join(tmpdir(), `ringside-${process.getuid?.() ?? 0}`)];
}

/** Makes a folder for this user alone. @returns why it cannot be used, or `undefined` */
function faultOf(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    if (!found.isDirectory()) return 'it is not a folder';
    if (process.getuid === undefined) return undefined;
    if (found.uid !== process.getuid()) return 'it belongs to another user';
    if ((found.mode & 0o022) !== 0) return 'other users can write to it';
    const probe = join(folder, `probe-${randomUUID()}`);
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
    return undefined;
  } catch (error) {
    return error.message;
  }
}

/**
 * Does work that only one launcher at a time may do to a clone. A dead holder is known by its process or by a minute's silence.
 *
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {{ signal: AbortSignal, onWait: (pid: number) => void }} options `onWait` is called once, with the holder
 * @returns {Promise<T>}
 * @template T
 */
export async function exclusively(path, work, { signal, onWait }) {
  const release = await take(path, { signal, onWait });
  const mine = readFileSync(path, 'utf8');
  const heartbeat = setInterval(() => touch(path, mine), STALE_MS / 6);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await release();
  }
}

async function take(path, { signal, onWait }) {
  const isOver = (life, ageMs) => life === 'ended' || ageMs > STALE_MS;
  let waitsFor;
  for (let waitedMs = 0; waitedMs <= WAIT_MS; waitedMs += POLL_MS) {
    const claim = await claimFile(path, { isOver });
    if (claim.outcome === 'claimed') return () => claim.release();
    if (claim.outcome === 'held' && waitsFor === undefined) onWait((waitsFor = claim.holder.pid));
    await sleep(POLL_MS, undefined, { signal }).catch(() => {
      throw interrupted();
    });
  }
  throw new Problem(`Process ${waitsFor} has been preparing this folder for half an hour.`, 'Stop it, then try again.', 75);
}

/** Says that its holder lives; after a long sleep the lock may be gone or another's, which is then left alone. */
export function touch(path, mine) {
  try {
    if (readFileSync(path, 'utf8') === mine) utimesSync(path, new Date(), new Date());
  } catch {
    // It vanished in between: nothing to keep alive.
  }
}
