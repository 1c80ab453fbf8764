import { expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';

test('the name of a metric ends with its unit, as Prometheus asks for, and with no other', () => {
  const wrong = catalogue.filter(({ definition: { name, unit } }) =>
    unit === 'bytes' || unit === 'seconds' ? !name.endsWith(`_${unit}`) : /_(?:bytes|seconds)$/.test(name),
  );
  expect(wrong.map(({ definition: { name, unit } }) => `${name} in ${unit}`)).toEqual([]);
});
