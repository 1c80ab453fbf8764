import { expect, it } from 'vitest';
import { labelNamesOf, samplesOf } from './samples.ts';

const SCRAPED = `# HELP a_total Things.
# TYPE a_total counter
a_total{node="n1",kind="x"} 0
a_total{node="n1",kind="a \\"} 3\\" b"} 7
# HELP b How long.
# TYPE b histogram
b_bucket{node="n1",operation="Read",le="0.1"} 0
b_bucket{node="n1",operation="Read",le="+Inf"} 0
b_sum{node="n1",operation="Read"} 0
b_count{node="n1",operation="Read"} 0
b_bucket{node="n1",operation="Write",le="0.1"} 0
b_bucket{node="n1",operation="Write",le="0.2"} 4
b_bucket{node="n1",operation="Write",le="+Inf"} 5
b_sum{node="n1",operation="Write"} 1.5
b_count{node="n1",operation="Write"} 5
# HELP c Seconds.
# TYPE c gauge
c 0
# HELP d Nothing of it.
# TYPE d gauge
`;

it('of each metric the first series is taken that is not zero, of a histogram its first bucket, the sum and the count', () => {
  expect(samplesOf(SCRAPED)).toEqual({
    a_total: ['a_total{node="n1",kind="a \\"} 3\\" b"} 7'],
    b: [
      'b_bucket{node="n1",operation="Write",le="0.2"} 4',
      'b_sum{node="n1",operation="Write"} 1.5',
      'b_count{node="n1",operation="Write"} 5',
    ],
    c: ['c 0'],
  });
});

it('the labels of a sample are those of its series', () => {
  const names = Object.entries(samplesOf(SCRAPED)).map(([name, sample]) => [name, labelNamesOf(sample)]);
  expect(names).toEqual([
    ['a_total', ['node', 'kind']],
    ['b', ['node', 'operation']],
    ['c', []],
  ]);
});
