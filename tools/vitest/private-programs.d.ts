/** The compiled packages of a workspace, in a copy that nothing else touches. */
export interface PrivatePrograms {
  /** Where the copy keeps a file of a package, such as `cli` and `bin/ringside.mjs`. */
  path(name: string, file: string): string;
  /** Deletes the copy. Programs that run from it must have ended. */
  remove(): void;
}
/**
 * Copies what the packages ship, so that a test that runs their programs does not depend on `dist` of the workspace: a build, or Nx when it
 * restores one from its cache, removes that and writes it anew while the test runs. The copy is below `node_modules`, so its programs find
 * the same dependencies, and the same documentation, as those of the workspace; only `@ringside/*` are its own.
 *
 * A build that is in progress is waited for.
 *
 * @throws Error when the packages are not completely compiled within 30 seconds
 */
export declare function copyPrograms(workspace?: string, deadlineMs?: number): Promise<PrivatePrograms>;
//# sourceMappingURL=private-programs.d.ts.map
