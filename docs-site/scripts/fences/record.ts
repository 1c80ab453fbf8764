import { writeFile } from 'node:fs/promises';
import type { FenceOutput } from '../../plugins/fences/fence.ts';
import { type FenceResult, isBroken, isNotShown, type PageResult } from './run-page.ts';

/**
 * Writes what was printed into the page, wherever it drifted or nothing is shown yet; what only varies stays as it was recorded, so that
 * pages change only when the database's answers do. What a fence printed that did not do what it should is no output, and not written.
 *
 * @returns how many outputs changed
 */
export async function recordPage({ page, fences }: PageResult): Promise<number> {
  const changed = fences.filter(
    (result) => result.fault !== undefined && !isBroken(result) && (result.fence.output !== undefined || isNotShown(result)),
  );
  const source = changed.toReversed().reduce(recordFence, page.source);
  if (source !== page.source) await writeFile(page.file, source);
  return changed.length;
}

function recordFence(source: string, { fence: { output, end }, printed }: FenceResult): string {
  return output === undefined ? addOutput(source, end, printed) : replaceOutput(source, output, printed);
}

/** A page's source with an output fence after a place, the end of what printed it. */
export function addOutput(source: string, end: number, text: string): string {
  return `${source.slice(0, end)}\n\n\`\`\`text output\n${text}\n\`\`\`${source.slice(end)}`;
}

/** A page's source with another text in an output fence; its opening line, and with that its rule, stays. */
export function replaceOutput(source: string, { start, end }: Pick<FenceOutput, 'start' | 'end'>, text: string): string {
  const fence = source.slice(start, end);
  const opening = fence.slice(0, fence.indexOf('\n') + 1);
  const closing = fence.slice(fence.lastIndexOf('\n') + 1);
  return `${source.slice(0, start)}${opening}${text === '' ? '' : `${text}\n`}${closing}${source.slice(end)}`;
}
