import type { SidecarClient } from '@ringside/api';
import type { AskBounds, ClusterWatch } from '@ringside/cluster-watch';
import { mapSome, toOpsError } from '@ringside/core';

/** What another sidecar answered of its node, or why it did not. */
export type Gathered<Answer> =
  | { readonly node: string; readonly body: Answer }
  | { readonly node: string; readonly body: undefined; readonly reason: string };

/** How many sidecars are asked at a time. */
export const AT_A_TIME = 16;

/** How to ask. */
export interface GatherOptions {
  /** Who the others are. */
  readonly watch: Pick<ClusterWatch, 'others'>;
  /** How long each may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Asks the sidecar of every other node that is up, some at a time. Never rejects but for the signal: who does not answer is told as that. */
export async function gather<Answer>(
  ask: (client: SidecarClient, bounds: AskBounds) => Promise<Answer>,
  { watch, timeoutMs, signal }: GatherOptions,
): Promise<readonly Gathered<Answer>[]> {
  return await mapSome(watch.others(), AT_A_TIME, async ({ node, isUp, client }): Promise<Gathered<Answer>> => {
    if (!isUp) return { node, body: undefined, reason: 'it is not up' };
    return ask(client, { timeoutMs, signal }).then(
      (body) => ({ node, body }),
      (error: unknown) => ({ node, body: undefined, reason: `its sidecar does not tell: ${toOpsError(error).message}` }),
    );
  });
}
