import type { PageResult } from '../../scripts/fences/run-page.ts';

/** Everything that is wrong with a page that was run, each with its place. */
export function faultsOf({ page, fences, leftovers }: PageResult): string {
  const faults = fences.flatMap(({ fence, fault }) => (fault === undefined ? [] : [`docs/${page.id}.mdx:${fence.line}: ${fault}`]));
  return [...faults, ...leftovers].join('\n');
}
