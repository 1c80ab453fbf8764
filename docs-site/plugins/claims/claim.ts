/** What can prove a claim, by the word that a page's mark uses. */
export const PROOFS = ['fence', 'test', 'figure', 'default', 'source'] as const;
/** One of them. */
export type ProofKind = (typeof PROOFS)[number];

/** What proves one claim, or a part of it. */
export interface Proof {
  readonly kind: ProofKind;
  /**
   * The id of a fence (`stopped`, or `learn/gossip#stopped` on another page), `path › title` of a test, the name of a figure, a setting, or
   * a class with or without a member (`StorageProxy.shouldHint`).
   */
  readonly target: string;
  /** The Cassandra that a source is of. */
  readonly cassandra?: string;
}

/** A sentence or a row of a page that could be false, and what proves it. */
export interface Claim {
  /** Made of its first words; it is an anchor of its page. */
  readonly id: string;
  readonly page: string;
  readonly line: number;
  readonly text: string;
  readonly proofs: readonly Proof[];
}

/** True for a claim that nothing here runs or computes: only a source that was read stands behind it. */
export function isOnlyCited({ proofs }: Claim): boolean {
  return proofs.every(({ kind }) => kind === 'source');
}
