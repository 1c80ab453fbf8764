import type { SidecarClient } from '@ringside/api';
import { toOpsError } from '@ringside/core';
import type { ClusterWatch } from './cluster-watch.ts';

/** How many others are asked, one after the other. */
const MOST_ASKED = 3;

/** Who else may be asked. */
export interface Relay<Answer> {
  /** Whether nobody may, as a sidecar that was asked by another must not. */
  readonly alone: boolean;
  /** Knows whether an own node answers, and who the others are. */
  readonly watch: Pick<ClusterWatch, 'ownAnswers' | 'peers'>;
  /** Asks another sidecar the same. */
  readonly ask: (client: SidecarClient) => Promise<Answer>;
}

/**
 * Answers by itself, or where no own node answers, as the sidecar of another node does. An own node that is known not to answer is not waited for.
 *
 * @throws OpsError its own error, where no other one answers or asking again would not help
 */
export async function orRelayed<Answer>(own: () => Promise<Answer>, { alone, watch, ask }: Relay<Answer>): Promise<Answer> {
  const relayed = async (): Promise<{ readonly body: Answer } | undefined> => {
    for (const peer of watch.peers().slice(0, MOST_ASKED)) {
      const answer = await ask(peer).then(
        (body) => ({ body }),
        () => undefined,
      );
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
  if (alone) return await own();
  const soon = watch.ownAnswers() ? undefined : await relayed();
  if (soon !== undefined) return soon.body;
  try {
    return await own();
  } catch (thrown) {
    const late = watch.ownAnswers() && toOpsError(thrown).retryable ? await relayed() : undefined;
    if (late === undefined) throw thrown;
    return late.body;
  }
}
