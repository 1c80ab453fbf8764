import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { TimeChart } from './time-chart.tsx';

const draw = (values: readonly (number | null)[]): string =>
  renderToStaticMarkup(
    <TimeChart
      timesMs={values.map((_, index) => index * 1_000)}
      lines={[{ name: 'reads', values }]}
      write={(value) => `${value}/s`}
      timeText={(timeMs) => `${timeMs / 1_000} s`}
      label="Reads over time"
    />,
  );

it('TimeChart draws a line from zero up, with gaps where nothing is known, and writes the last value beside its name', () => {
  const svg = draw([0, 10, null, 10, 5]);
  expect(svg).toContain('aria-label="Reads over time"');
  expect(svg).toContain('d="M64 140L169 53.3M379 53.3L484 96.7"');
  expect(svg).toContain('<strong>5/s</strong>');
  expect(svg).toContain('>15/s<');
});

it('TimeChart draws a value that stands alone as a dot, and a flat line at the bottom where all is zero', () => {
  expect(draw([null, 3, null])).toMatch(/d="M[\d. ]+h1"/);
  expect(draw([0, 0])).toContain('d="M64 140L484 140"');
  expect(draw([null, null])).toContain('<strong>–</strong>');
});
