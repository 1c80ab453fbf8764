import { describe, expect, it } from 'vitest';
import { dashboards } from '../files.ts';
import { grafanaDashboard } from './grafana.ts';

interface Placed {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

const overlap = ({ gridPos: a }: Placed, { gridPos: b }: Placed): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe.each(dashboards.map((dashboard) => [dashboard.title, dashboard] as const))('%s', (_, dashboard) => {
  const { panels } = grafanaDashboard(dashboard) as { readonly panels: readonly Placed[] };

  it('places its panels inside the grid, none over another, each with an id of its own', () => {
    expect(panels.filter(({ gridPos: { x, w } }) => x < 0 || x + w > 24)).toEqual([]);
    const over = panels.flatMap((one, index) => panels.slice(index + 1).flatMap((other) => (overlap(one, other) ? [one.title] : [])));
    expect(over).toEqual([]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it('uses no variable that its reader cannot choose', () => {
    const chosen = new Set(['datasource', '__rate_interval', ...dashboard.variables.map(({ name }) => name)]);
    const used = Array.from(JSON.stringify(panels).matchAll(/\$\{?(\w+)/g), ([, name = '']) => name);
    expect(used.filter((name) => !chosen.has(name))).toEqual([]);
    expect(used).toContain('datasource');
  });
});
