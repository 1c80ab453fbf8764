/** One value of a scrape. */
export interface ScrapedSeries {
  /** Its labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** Its value. */
  readonly value: number;
}

/** What `/metrics` of one sidecar told. */
export interface Scrape {
  /** When it was asked, in milliseconds since 1970. */
  readonly atMs: number;
  /** Series by name, in the order in which they stand there. */
  readonly series: ReadonlyMap<string, readonly ScrapedSeries[]>;
}

const LINE = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: \S+)?$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads the text format of Prometheus, as far as sidecars write it; of nothing but the names that are wanted. */
export function readScrape(text: string, atMs: number, isWanted: (name: string) => boolean): Scrape {
  const series = new Map<string, ScrapedSeries[]>();
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue;
    const [, name = '', labels = '', value = ''] = LINE.exec(line) ?? [];
    if (name === '' || !isWanted(name)) continue;
    const known = series.get(name) ?? [];
    known.push({ labels: labelsIn(labels), value: value === '+Inf' ? Infinity : Number(value) });
    series.set(name, known);
  }
  return { atMs, series };
}

function labelsIn(text: string): Readonly<Record<string, string>> {
  const unescaped = (value: string): string => value.replaceAll(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
  return Object.fromEntries(Array.from(text.matchAll(LABEL), ([, name = '', value = '']) => [name, unescaped(value)]));
}
