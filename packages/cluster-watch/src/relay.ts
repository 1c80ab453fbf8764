import type { SidecarClient } from '@ringside/api';
import { toOpsError } from '@ringside/core';
import { askInTurn, settled } from './ask-in-turn.ts';
import type { ClusterWatch } from './cluster-watch.ts';

/** Who else may be asked. */
export interface Relay<Answer> {
  /** Whether nobody may, as a sidecar that was asked by another must not. */
  readonly alone: boolean;
  /** Knows whether an own node answers, and who the others are. */
  readonly watch: Pick<ClusterWatch, 'ownAnswers' | 'peers' | 'untilMute'>;
  /** Asks another sidecar the same. */
  readonly ask: (client: SidecarClient) => Promise<Answer>;
}

/**
 * Answers by itself, or where no own node answers, as the sidecar of another node does. An own node that is known not to answer is not waited for, nor
 * one of which it turns out meanwhile.
 *
 * @throws OpsError its own error, where no other one answers or asking again would not help
 */
export async function orRelayed<Answer>(own: () => Promise<Answer>, relay: Relay<Answer>): Promise<Answer> {
  const { alone, watch } = relay;
  if (alone) return await own();
  const soon = watch.ownAnswers() ? undefined : await askInTurn(watch.peers(), relay.ask);
  if (soon !== undefined) return soon.body;
  const owns = settled(own());
  const left = new AbortController();
  const first = watch.ownAnswers() ? await Promise.race([owns, watch.untilMute(left.signal)]) : await owns;
  left.abort();
  if (first !== undefined && 'body' in first) return first.body;
  const late = first === undefined || toOpsError(first.error).retryable ? await askInTurn(watch.peers(), relay.ask) : undefined;
  if (late !== undefined) return late.body;
  const last = first ?? (await owns);
  if ('body' in last) return last.body;
  throw last.error;
}
