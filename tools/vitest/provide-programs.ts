import type { TestProject } from 'vitest/node';
import { copyPrograms, type PrivatePrograms } from './private-programs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The root of a private copy of the compiled packages. */
    readonly programs: string;
  }
}

let programs: PrivatePrograms | undefined;

/** Copies the compiled packages for a run of tests, which asks for them by `inject('programs')`. */
export async function setup({ provide }: Pick<TestProject, 'provide'>): Promise<void> {
  programs = await copyPrograms();
  provide('programs', programs.folder);
}

/** Removes the copy. */
export function teardown(): void {
  programs?.remove();
}
