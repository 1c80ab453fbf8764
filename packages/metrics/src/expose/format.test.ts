import { describe, expect, it } from 'vitest';
import { negotiateFormat } from './format.ts';

const OPEN = 'application/openmetrics-text';
const PROTOBUF = 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';

describe('negotiateFormat()', () => {
  it.each([
    ['nothing', undefined, 'prometheus-text'],
    ['anything, as curl does', '*/*', 'prometheus-text'],
    ['pages, as a browser does', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'prometheus-text'],
    [
      'what Prometheus 2.42 does',
      `${OPEN};version=1.0.0,${OPEN};version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1`,
      'openmetrics-text',
    ],
    [
      'what it does for native histograms',
      `${PROTOBUF},${OPEN};version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1`,
      'prometheus-protobuf',
    ],
    ['an OpenMetrics that is not ours', `${OPEN};version=2.0.0,text/plain;q=0.5`, 'prometheus-text'],
    ['quotes, capitals and blanks', 'Application/OpenMetrics-Text ; version="1.0.0" ; q=0.9 , text/plain;q=0.8', 'openmetrics-text'],
    ['another message in protobuf', 'application/vnd.google.protobuf;proto=other.Message', 'prometheus-text'],
    ['a format with no weight', `${OPEN};q=0, text/plain;q=0.1`, 'prometheus-text'],
    ['nonsense', ';;;=,,q=1;;"', 'prometheus-text'],
  ])('of %s', (_, accept, format) => {
    expect(negotiateFormat(accept)).toBe(format);
  });
});
