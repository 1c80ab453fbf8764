import type { Root } from 'mdast';
import type { VFile } from 'vfile';
import { pageId } from '../page/page-id.ts';
import { placeDefaults } from './place.ts';
import { refuseTypedDefaults } from './typed.ts';

/** Remark plugin: no default of Cassandra is typed on pages whose ids begin so. It must see a page before anything is put into it. */
export function remarkTypedDefaults({ strict }: { readonly strict: readonly string[] }) {
  return (tree: Root, page: VFile): void => {
    if (strict.some((beginning) => pageId(page.path).startsWith(beginning))) refuseTypedDefaults(tree, page.path);
  };
}

/** Remark plugin: the defaults of Cassandra that a page asks for, as plain text in their places. */
export default function remarkDefaults() {
  return (tree: Root, page: VFile): void => placeDefaults(tree, page.path);
}
