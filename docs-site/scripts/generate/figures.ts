import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figures } from '../../figures/figure.ts';
import { siteFolder } from './write.ts';

const NOT_A_PAGE = 'figure.ts';

/** Computes the figures of every page that has any, by the name of its file in `figures/`. */
export async function computeFigures(): Promise<Readonly<Record<string, Figures>>> {
  const folder = join(siteFolder, 'figures');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && file !== NOT_A_PAGE).toSorted();
  const pages = await Promise.all(
    files.map(async (file) => {
      const { figures } = (await import(join(folder, file))) as { readonly figures?: Figures };
      if (figures === undefined) throw new Error(`docs-site/figures/${file} has no export "figures"`);
      return [file.replace(/\.ts$/, ''), figures] as const;
    }),
  );
  return Object.fromEntries(pages);
}
