import { join } from 'node:path';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The root of a private copy of the compiled packages, from `tools/vitest/provide-programs.ts`. */
    readonly programs: string;
  }
}

/** The compiled `ringside`, in a copy that no build touches while the tests run. Integration tests only. */
export function compiledCli(): string {
  return join(inject('programs'), 'packages', 'cli', 'bin', 'ringside.mjs');
}
