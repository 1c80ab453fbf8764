/** A format in which monitoring systems read metrics. */
export type ExpositionFormat = 'prometheus-text' | 'openmetrics-text' | 'prometheus-protobuf';

/** What `Content-Type` says of each format. */
export const CONTENT_TYPES: Readonly<Record<ExpositionFormat, string>> = {
  'prometheus-text': 'text/plain; version=0.0.4; charset=utf-8',
  'openmetrics-text': 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  'prometheus-protobuf': 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
};

/** What each format must be asked for by: its media type, and parameters that have to be these where they are given. */
const ASKED_BY: Readonly<Record<ExpositionFormat, { readonly type: string; readonly parameters: Readonly<Record<string, string>> }>> = {
  'prometheus-protobuf': {
    type: 'application/vnd.google.protobuf',
    parameters: { proto: 'io.prometheus.client.MetricFamily', encoding: 'delimited' },
  },
  'openmetrics-text': { type: 'application/openmetrics-text', parameters: { version: '1.0.0' } },
  'prometheus-text': { type: 'text/plain', parameters: { version: '0.0.4' } },
};

const FORMATS = Object.keys(ASKED_BY) as ExpositionFormat[];

/** More media types than this in one header are not read. */
const MOST_RANGES = 32;

/**
 * The format that a reader asks for with its header `Accept`: the one that it gives the most weight, the first of those with the same. Prometheus'
 * text is what everybody gets who asks for none of them, or for anything.
 *
 * @param accept the header, as it came
 */
export function negotiateFormat(accept: string | undefined): ExpositionFormat {
  const wanted = (accept ?? '').split(',', MOST_RANGES).flatMap(readRange);
  const [best] = wanted.toSorted((left, right) => right.weight - left.weight);
  return best?.format ?? 'prometheus-text';
}

function readRange(range: string): { readonly format: ExpositionFormat; readonly weight: number }[] {
  const [type = '', ...rest] = range.split(';').map((part) => part.trim());
  const given = new Map(rest.map(readParameter));
  const weight = given.has('q') ? Number(given.get('q')) : 1;
  const format = FORMATS.find((each) => isMeant(each, type.toLowerCase(), given));
  return format === undefined || !(weight > 0) ? [] : [{ format, weight }];
}

function readParameter(parameter: string): [string, string] {
  const equals = parameter.indexOf('=');
  return [
    parameter.slice(0, equals).trim().toLowerCase(),
    parameter
      .slice(equals + 1)
      .trim()
      .replaceAll('"', ''),
  ];
}

function isMeant(format: ExpositionFormat, type: string, given: ReadonlyMap<string, string>): boolean {
  const { type: expected, parameters } = ASKED_BY[format];
  return type === expected && Object.entries(parameters).every(([name, value]) => (given.get(name) ?? value) === value);
}
