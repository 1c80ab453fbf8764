import type { Clock } from '@ringside/core';
import type { PeerFinding } from '@ringside/verdict';
import { type Answer, createCqlPulse, type CqlPlace, type CqlPulse } from './cql-pulse.ts';
import { createBell } from './bell.ts';
import { type AskNews, listenForNews, type NewsLine, type NewsParts } from './news-line.ts';
import { createStallExcuse } from './own-stall.ts';

/** From one look at a peer's node to the next. */
const LOOK_EVERY_MS = 500;
/** How long one look waits for CQL before the sidecar is asked too. */
const CQL_WITHIN_MS = 300;
/** How long both have to answer then. */
const BOTH_WITHIN_MS = 700;

/** A peer: another sidecar with its node. */
export interface Peer {
  /** Asks its sidecar. */
  readonly ask: AskNews;
  /** Its node. */
  readonly cql: CqlPlace;
}

/** What {@link followPeer} works with, and tells. */
export interface Heard extends Pick<NewsParts, 'take' | 'round'> {
  /** For ages and pauses. */
  readonly clock: Clock;
  /** How it stands with the peer, each time it was looked at; since when, on the clock's `monotonicMs()`. */
  readonly found: (finding: PeerFinding, sinceMs: number) => void;
}

/**
 * Listens to a peer until the signal aborts. Its sidecar tells what is new when there is something; whether it can be reached at all is seen from its node,
 * twice a second, by one small question over CQL, which costs both sides a fiftieth of a request. Only where one of the two does not answer is the other
 * one asked more.
 */
export async function followPeer({ ask, cql }: Peer, { clock, take, round, found }: Heard, signal: AbortSignal): Promise<void> {
  const bell = createBell(clock);
  const wake = (): void => bell.ring();
  const line = listenForNews({ ask, clock, take, round, changed: wake }, signal);
  const pulse = createCqlPulse(cql, wake);
  signal.addEventListener('abort', () => pulse.close(), { once: true });
  let wellMs = clock.monotonicMs();
  const excuses = createStallExcuse(clock, CQL_WITHIN_MS + BOTH_WITHIN_MS);
  while (!signal.aborted) {
    const lookMs = clock.monotonicMs();
    const finding = await look(pulse, line);
    if (signal.aborted) return;
    if (excuses({ startMs: lookMs, isSilent: finding === 'unreachable' || finding === 'sidecarGone' })) continue;
    if (finding === 'reached') wellMs = lookMs;
    if (finding !== undefined) found(finding, finding === 'reached' ? lookMs : wellMs);
    await bell.wait(LOOK_EVERY_MS, signal);
  }
}

const FINDINGS: Readonly<Record<Answer, PeerFinding>> = { answers: 'sidecarGone', refuses: 'refuses', silent: 'unreachable' };

/** @returns `undefined` while the sidecar was not heard yet and may still be */
async function look(pulse: CqlPulse, line: NewsLine): Promise<PeerFinding | undefined> {
  const first = await pulse.ask(CQL_WITHIN_MS);
  if (first === 'answers' && line.state !== 'lost') return line.state === 'heard' ? 'reached' : undefined;
  const [hears, answer] = await Promise.all([line.check(BOTH_WITHIN_MS), first === 'silent' ? pulse.ask(BOTH_WITHIN_MS) : first]);
  return hears ? 'reached' : FINDINGS[answer];
}
