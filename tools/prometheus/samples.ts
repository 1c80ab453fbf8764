/** What a metric looks like when it is scraped, by its name; of a histogram one bucket, the sum and the count. */
export type Samples = Readonly<Record<string, readonly string[]>>;

/** A line of the text format: the name of a series, its labels and its value. */
const LINE = /^(?<series>\w+)(?:\{(?<labels>.*)\})? (?<value>\S+)$/;
/** A label of a line, up to its value. */
const LABEL = /(\w+)="(?:[^"\\]|\\.)*"/g;

/**
 * Takes a sample of each metric out of a scrape: of several series the first that is not zero.
 *
 * @param scraped in the text format of Prometheus
 */
export function samplesOf(scraped: string): Samples {
  const samples: Record<string, readonly string[]> = {};
  for (const family of scraped.split(/^(?=# HELP )/m)) {
    const [, name, kind] = /^# TYPE (\w+) (\w+)$/m.exec(family) ?? [];
    const lines = family.split('\n').filter((line) => LINE.test(line));
    if (name !== undefined && lines.length > 0) samples[name] = kind === 'histogram' ? histogramSample(lines) : [firstBusy(lines)];
  }
  return samples;
}

/** The names of the labels of a sample's series, without the bound of a bucket. */
export function labelNamesOf([line = '']: readonly string[]): readonly string[] {
  const { labels = '' } = LINE.exec(line)?.groups ?? {};
  return [...labels.matchAll(LABEL)].map(([, name = '']) => name).filter((name) => name !== 'le');
}

function firstBusy(lines: readonly string[]): string {
  return lines.find(isBusy) ?? lines[0] ?? '';
}

/** The first bucket that has counted something, and the sum and the count of the same series. */
function histogramSample(lines: readonly string[]): readonly string[] {
  const bucket = firstBusy(lines.filter((line) => line.includes('_bucket{')));
  const labels = bucket.replace(/^\w+\{|,?le="[^"]*"|\} \S+$/g, '');
  const rest = lines.filter((line) => /_(?:sum|count)\b/.test(line) && line.includes(labels));
  return [bucket, ...rest.slice(0, 2)];
}

function isBusy(line: string): boolean {
  return Number(LINE.exec(line)?.groups?.['value'] ?? 0) > 0;
}
