import type { Root } from 'mdast';
import type { VFile } from 'vfile';
import { pageId } from '../page/page-id.ts';
import { readFigures } from './read-figures.ts';
import { placeFigures, refuseTypedFigures } from './remark-figures.ts';

/** What the plugin has to know. */
export interface FiguresOptions {
  /** The file that `generate` wrote. */
  readonly file: string;
  /** Beginnings of the ids of pages on which no figure may be typed by hand. */
  readonly strict: readonly string[];
}

/** Remark plugin: computed figures in their places, and no other figures on strict pages. */
export default function remarkFigures({ file, strict }: FiguresOptions) {
  const figures = readFigures(file);
  return (tree: Root, page: VFile): void => {
    const isStrict = strict.some((beginning) => pageId(page.path).startsWith(beginning));
    if (isStrict) refuseTypedFigures(tree, page.path);
    placeFigures(tree, page.path, figures);
  };
}
