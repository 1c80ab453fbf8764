import type { SidecarClient } from '@ringside/api';

/** How many others are asked, one after the other. */
const MOST_ASKED = 3;

/** An answer, or why there is none. */
export type Settled<Answer> = { readonly body: Answer } | { readonly error: unknown };

/** Waits for an answer or its failure. */
export async function settled<Answer>(answer: Promise<Answer>): Promise<Settled<Answer>> {
  return answer.then(
    (body) => ({ body }),
    (error: unknown) => ({ error }),
  );
}

/** Asks others one after the other, until one answers; `undefined` where none of the first few does. Never rejects. */
export async function askInTurn<Answer>(
  peers: readonly SidecarClient[],
  ask: (client: SidecarClient) => Promise<Answer>,
): Promise<{ readonly body: Answer } | undefined> {
  for (const peer of peers.slice(0, MOST_ASKED)) {
    const answer = await settled(ask(peer));
    if ('body' in answer) return answer;
  }
  return undefined;
}
