import type { Strictness } from './read-fences.ts';

/** Pages on which every fence is run. */
const ALL = ['learn/', 'quick-start'];
/** Pages that are made from code, whose examples are tested where they stand. */
const GENERATED = ['reference/'];

/** How strict a page is about its fences; `undefined` for generated pages. */
export function strictnessOf(id: string): Strictness | undefined {
  if (GENERATED.some((beginning) => id.startsWith(beginning))) return undefined;
  return ALL.some((beginning) => id.startsWith(beginning)) ? 'all' : 'reasons';
}
