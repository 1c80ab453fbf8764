import type { SidecarClient } from '@ringside/api';
import { type Clock, toOpsError } from '@ringside/core';
import { type AskBounds, askInTurn, settled } from './ask-in-turn.ts';
import type { ClusterWatch } from './cluster-watch.ts';

/** Who else may be asked. */
export interface Relay<Answer> {
  /** Whether nobody may, as a sidecar that was asked by another must not. */
  readonly alone: boolean;
  /** Knows whether an own node answers, and who the others are. */
  readonly watch: Pick<ClusterWatch, 'ownAnswers' | 'peers' | 'untilMute'>;
  /** Asks another sidecar the same. */
  readonly ask: (client: SidecarClient, bounds: AskBounds) => Promise<Answer>;
  /** Bounds what is asked of others: 5 s for all of them together. */
  readonly clock: Clock;
  /** Aborts when whoever asked has left. */
  readonly signal: AbortSignal;
}

/**
 * Answers by itself, or where no own node answers, as the sidecar of another node does. An own node that is known not to answer is not waited for, nor
 * one of which it turns out meanwhile. Others are asked once, for a bounded time.
 *
 * @param own answers from the nodes beside this sidecar
 * @throws OpsError its own error, where no other one answers or asking again would not help
 */
export async function orRelayed<Answer>(own: () => Promise<Answer>, relay: Relay<Answer>): Promise<Answer> {
  const { alone, watch } = relay;
  if (alone) return await own();
  const isMute = !watch.ownAnswers();
  const soon = isMute ? await askInTurn(watch.peers(), relay.ask, relay) : undefined;
  if (soon !== undefined) return soon.body;
  const owns = settled(own());
  const left = new AbortController();
  const first = watch.ownAnswers() ? await Promise.race([owns, watch.untilMute(left.signal)]) : await owns;
  left.abort();
  if (first !== undefined && 'body' in first) return first.body;
  const mayHelp = first === undefined || toOpsError(first.error).retryable;
  const late = mayHelp && !isMute ? await askInTurn(watch.peers(), relay.ask, relay) : undefined;
  if (late !== undefined) return late.body;
  const last = first ?? (await owns);
  if ('body' in last) return last.body;
  throw last.error;
}
