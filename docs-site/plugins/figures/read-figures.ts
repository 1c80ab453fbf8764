import { readFileSync } from 'node:fs';
import type { Figure, Figures } from '../../figures/figure.ts';

/** The figures of every page, by the name of its file in `figures/`. */
export type PageFigures = Readonly<Record<string, Figures>>;

/** Reads what `generate` computed. */
export function readFigures(file: string): PageFigures {
  return JSON.parse(readFileSync(file, 'utf8')) as PageFigures;
}

/** A figure as one text; `undefined` for a table. */
export function figureText(figure: Figure): string | undefined {
  if (typeof figure === 'string') return figure;
  return 'value' in figure ? figure.value : undefined;
}
