import { expect, test } from 'vitest';
import { readStep } from './launched-ring.ts';

test.each([
  ['  ✔ 1887 dependencies are installed                             62.1 s', '1887 dependencies are installed', 62.1],
  ['  ✔ Cassandra 5.0.9 on Java 17.0.15                            1 m 3 s', 'Cassandra 5.0.9 on Java 17.0.15', 63],
  ['  ✔ Sources are compiled                                          430 ms', 'Sources are compiled', 0.43],
])('%s', (line, title, seconds) => {
  expect(readStep(line)).toEqual([{ title, seconds }]);
});

test.each(['  … Installing dependencies  15.0 s  3 of 4 packages', 'The ring is up.', '  ! The documentation is not served'])(
  'no step is done by: %s',
  (line) => {
    expect(readStep(line)).toEqual([]);
  },
);
