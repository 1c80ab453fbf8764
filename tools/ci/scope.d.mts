/** What a run compares with: the commit where the branch left main, or nothing, and then everything runs. */
export type Scope = { readonly base: string } | { readonly everythingBecause: string };

/**
 * Finds the commit to compare with.
 *
 * @param root the folder of the clone
 * @param main what a change will be merged into; `origin/main` unless given
 */
export declare function findScope(root: string, main?: string): Scope;

/** The paths that differ between a commit and HEAD, both sides of a renaming included. */
export declare function changedSince(root: string, base: string): readonly string[];
