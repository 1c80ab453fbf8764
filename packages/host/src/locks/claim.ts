import { rm, stat } from 'node:fs/promises';
import { retry, type RetryPolicy, systemClock } from '@ringside/core';
import { lifeOf, markOf, parseMark, type ProcessLife, type ProcessMark } from '../process/mark.ts';
import { contentOf, createExclusively, removeStaleLock } from './stale-lock.ts';

/** Somebody else has taken, given up or removed the claim at the same moment. */
class Contended extends Error {}

/** Whoever removes a stale claim needs no longer than 5 ms as a rule. */
const CLAIMING: RetryPolicy = {
  attempts: 200,
  backoff: { firstMs: 5, factor: 1, mostMs: 5, jitter: 0 },
  retries: (error) => error instanceof Contended,
};
/** After this long, a claim that was made in another container is one that nobody is left to give up. */
const SURELY_OVER_MS = 24 * 3_600_000;

/** What {@link claimFile} found. */
export type ClaimResult =
  | {
      /** This call made the claim. */
      readonly outcome: 'claimed';
      /** Whether an ended process had the claim. */
      readonly wasStale: boolean;
      /** Gives it up, unless somebody else has it by now. */
      release(): Promise<void>;
    }
  | { readonly outcome: 'held'; readonly holder: ProcessMark; readonly life: ProcessLife }
  /** Others take it and give it up all the time. */
  | { readonly outcome: 'contended' };

/** How {@link claimFile} judges. */
export interface ClaimOptions {
  /** Whose claim it is. Default: this process's. */
  readonly owner?: ProcessMark | undefined;
  /**
   * Whether a claim may be taken over, by what is known of its holder's life. Default: when it has ended, and when it cannot be seen from here and
   * the claim is a day old.
   */
  readonly isOver?: ((life: ProcessLife, ageMs: number) => boolean) | undefined;
}

/**
 * Takes a claim on something that one process at a time may have, for as long as that process runs: the claim of one that has ended, `kill -9`
 * included, goes to the next who asks. It is a file that names its holder. Of many who ask at once, one gets it.
 *
 * @param file in a folder that exists and in which only this user can write
 * @throws what Node reports when the file cannot be written
 */
export async function claimFile(file: string, { owner = markOf(), isOver = isSurelyOver }: ClaimOptions = {}): Promise<ClaimResult> {
  const mine = JSON.stringify(owner);
  // What is half-written has no holder: a claim appears with its whole content.
  const isStale = async (content: string, path: string): Promise<boolean> => {
    const holder = parseMark(content);
    return holder === undefined || isOver(lifeOf(holder), await ageMs(path));
  };
  let wasStale = false;
  const claim = async (): Promise<ClaimResult> => {
    if (await createExclusively(file, mine)) return { outcome: 'claimed', wasStale, release: () => release(file, mine) };
    const content = await contentOf(file);
    if (content === undefined) throw new Contended();
    const holder = parseMark(content);
    if (holder !== undefined && !(await isStale(content, file))) return { outcome: 'held', holder, life: lifeOf(holder) };
    wasStale = (await removeStaleLock({ path: file, stale: content, mine, isStale })) || wasStale;
    throw new Contended();
  };
  try {
    return await retry(CLAIMING, claim, { clock: systemClock, random: Math.random });
  } catch (error) {
    if (error instanceof Contended) return { outcome: 'contended' };
    throw error;
  }
}

/** Who has a claim, with what is known of its life; `undefined` where there is none. Changes nothing. */
export async function claimHolder(file: string): Promise<{ readonly holder: ProcessMark; readonly life: ProcessLife } | undefined> {
  const content = await contentOf(file);
  const holder = content === undefined ? undefined : parseMark(content);
  return holder === undefined ? undefined : { holder, life: lifeOf(holder) };
}

function isSurelyOver(life: ProcessLife, ageMs: number): boolean {
  return life === 'ended' || (life !== 'running' && ageMs > SURELY_OVER_MS);
}

async function release(file: string, mine: string): Promise<void> {
  if ((await contentOf(file)) === mine) await rm(file, { force: true });
}

/** How far from now a file was written: a time that lies ahead comes from a clock that was wrong. A file that is gone is new. */
async function ageMs(file: string): Promise<number> {
  const nowMs = systemClock.nowMs();
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: nowMs }));
  return Math.abs(nowMs - mtimeMs);
}
