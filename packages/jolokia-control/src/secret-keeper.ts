import { needsProof } from './secret.ts';

/** Gives the secret that a node has now, such as by reading its file. */
export type SecretSource = () => Promise<string>;

/** Makes sure that whoever listens knows a secret; rejects if not. It must not send the secret. */
export type Prove = (secret: string, signal: AbortSignal) => Promise<void>;

/** Keeps the secret of one node up to date. */
export interface SecretKeeper {
  /** The secret to send, which may be one of an earlier start: it opens nothing then. */
  current(signal: AbortSignal): Promise<string>;
  /** The secret to try instead of one that was refused; undefined if there is no other. */
  insteadOf(refused: string, signal: AbortSignal): Promise<string | undefined>;
}

/**
 * Makes a {@link SecretKeeper}. A node has a new secret at each start, and its file holds it before the node listens; meanwhile a stranger may.
 * Hence a secret that was just read is given out only when the one who listens has proved to know it. One proof lasts: when that node
 * has ended, so has its secret.
 */
export function createSecretKeeper(source: SecretSource, prove: Prove): SecretKeeper {
  let kept: string | undefined;
  const read = async (signal: AbortSignal): Promise<string> => {
    const secret = await source();
    if (secret !== kept && needsProof(secret)) await prove(secret, signal);
    kept = secret;
    return secret;
  };
  return {
    current: async (signal) => kept ?? read(signal),
    insteadOf: async (refused, signal) => {
      const secret = await read(signal);
      return secret === refused ? undefined : secret;
    },
  };
}
