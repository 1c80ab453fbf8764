import { writeFile } from 'node:fs/promises';
import type { FenceOutput } from '../../plugins/fences/fence.ts';
import type { PageResult } from './run-page.ts';

/**
 * Writes what was printed into the page, wherever it drifted; what only varies stays as it was recorded, so that pages change only when
 * the database's answers do.
 *
 * @returns how many outputs changed
 */
export async function recordPage({ page, fences }: PageResult): Promise<number> {
  const changed = fences.flatMap(({ fence: { output }, printed, fault }) =>
    output === undefined || fault === undefined ? [] : [{ output, printed }],
  );
  const source = changed.toReversed().reduce((text, { output, printed }) => replaceOutput(text, output, printed), page.source);
  if (source !== page.source) await writeFile(page.file, source);
  return changed.length;
}

/** A page's source with another text in an output fence; its opening line, and with that its rule, stays. */
export function replaceOutput(source: string, { start, end }: Pick<FenceOutput, 'start' | 'end'>, text: string): string {
  const fence = source.slice(start, end);
  const opening = fence.slice(0, fence.indexOf('\n') + 1);
  const closing = fence.slice(fence.lastIndexOf('\n') + 1);
  return `${source.slice(0, start)}${opening}${text === '' ? '' : `${text}\n`}${closing}${source.slice(end)}`;
}
