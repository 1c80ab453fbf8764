import { join } from 'node:path';
import { describedRoutes } from '@ringside/api/described-routes';
import type { Plugin } from 'vite';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../ci/steps.ts';
import { type Budget, budgetFaults, bundle, measure } from './budgets.ts';

describe('a budget', () => {
  it('counts the bundle as it is compressed, and finds one byte too many', async () => {
    const core: Budget = { name: 'core', entry: 'packages/core/src/units.ts', maxBytes: 1_000_000 };
    const sizeBytes = await measure(core);
    expect(sizeBytes).toBeGreaterThan(200);
    expect(sizeBytes).toBeLessThan(20_000);
    expect(budgetFaults({ ...core, maxBytes: sizeBytes }, sizeBytes)).toEqual([]);
    expect(budgetFaults({ ...core, maxBytes: sizeBytes - 1 }, sizeBytes)).toEqual([
      `core is ${sizeBytes} bytes compressed, 1 over its budget of ${sizeBytes - 1}`,
    ]);
  });
});

/** A module that is written nowhere. */
function made(source: string): Plugin {
  return {
    name: 'made',
    enforce: 'pre',
    load: (id) => (id.endsWith('made-entry.ts') ? source : undefined),
    resolveId: (id) => (id.endsWith('made-entry.ts') ? id : undefined),
  };
}

async function bundleOf(source: string): Promise<string> {
  return (await bundle(join(ROOT, 'tools/gates/made-entry.ts'), [made(source)])).join('');
}

const ALL = Object.values(describedRoutes);
/** Behind the part that all have in common, which a bundle has once. */
const pathOf = ({ path }: { readonly path: string }): string => path.replace('/api/v1', '');
const called = (id: string): RegExp => new RegExp(String.raw`\bid:\s*["'\x60]${id}["'\x60]`);
const callees = (code: string): readonly string[] => ALL.filter(({ id }) => called(id).test(code)).map(({ id }) => id);
const told = (code: string): readonly string[] => ALL.filter(({ doc }) => code.includes(doc.slice(0, 24))).map(({ id }) => id);

describe('a bundle', () => {
  it.each(ALL.map((route) => [route.id, route] as const))(
    'of the route %s has no other, and nothing that only readers need',
    async (id, route) => {
      const code = await bundleOf(`export { ${id} } from '@ringside/api/single-routes';`);
      expect(code).toContain(pathOf(route).split(':')[0]);
      expect({ routes: callees(code), told: told(code) }).toEqual({ routes: [id], told: [] });
    },
  );

  it('of all routes would be seen to have them, and of the documents to have their texts', async () => {
    const ids = ALL.map(({ id }) => id);
    expect(callees(await bundleOf("export { routes } from '@ringside/api';"))).toEqual(ids);
    expect(told(await bundleOf("export { describedRoutes } from '@ringside/api/described-routes';"))).toEqual(ids);
  });
});
