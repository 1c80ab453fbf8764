import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from 'vitest/node';

/**
 * The order of Vitest, but for some files that begin: the last one to end should not be one of them, running alone. Vitest itself begins with the largest file
 * where it has no times of an earlier run, as in a fresh clone.
 *
 * @param longest paths from the folder of the package, the longest first
 */
export function longestFirst(longest: readonly string[]): TestSequencerConstructor {
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
    }
  };

  function rank({ moduleId }: TestSpecification): number {
    const at = longest.findIndex((path) => moduleId.endsWith(`/${path}`));
    return at < 0 ? longest.length : at;
  }
}
