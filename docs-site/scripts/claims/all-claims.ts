import { readFile } from 'node:fs/promises';
import { placeDefaults } from '../../plugins/defaults/place.ts';
import { placeFigures } from '../../plugins/figures/remark-figures.ts';
import type { Claim } from '../../plugins/claims/claim.ts';
import { readClaims } from '../../plugins/claims/read-claims.ts';
import type { PageFigures } from '../../plugins/figures/read-figures.ts';
import { parsePage } from '../../plugins/page/parse.ts';
import { pageFiles } from '../fences/page.ts';

/** Pages on which claims are marked. */
const SECTIONS = /^(?:learn\/|operate\/|quick-start)/;

/**
 * The claims of every page of Learn, Operate and Quick start, by page; a page without marks has none.
 *
 * @param figures to read them in the sentences; without them, a figure in a sentence is left out
 * @throws PageFault
 */
export async function allClaims(figures?: PageFigures): Promise<ReadonlyMap<string, readonly Claim[]>> {
  const files = [...(await pageFiles())].filter(([id]) => SECTIONS.test(id));
  const pages = await Promise.all(
    files.map(async ([id, file]) => [id, claimsOf(await readFile(file, 'utf8'), id, file, figures)] as const),
  );
  return new Map(pages);
}

function claimsOf(source: string, id: string, file: string, figures: PageFigures | undefined): readonly Claim[] {
  const tree = parsePage(source, file);
  if (figures !== undefined) placeFigures(tree, file, figures);
  placeDefaults(tree, file);
  return readClaims(tree, id, file).map(({ claim }) => claim);
}
