import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../ci/steps.ts';

const PAGE = readFileSync(join(ROOT, 'docs-site/docs/develop/architecture.mdx'), 'utf8');
const RULES = readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8');

interface Constraint {
  readonly sourceTag: string;
  readonly onlyDependOnLibsWithTags: readonly string[];
}

/** What the linter lets each layer import, other than itself. */
function layersOfRules(rules: string): Readonly<Record<string, readonly string[]>> {
  const { overrides } = JSON.parse(rules) as { overrides: readonly { rules: Record<string, unknown> }[] };
  const options = overrides.flatMap(({ rules: each }) => each['@nx/enforce-module-boundaries'] ?? []) as unknown[];
  const constraints = options.flatMap((each) => (each as { depConstraints?: readonly Constraint[] }).depConstraints ?? []);
  const layers = constraints.filter(({ sourceTag }) => sourceTag.startsWith('layer:'));
  const name = (tag: string): string => tag.slice('layer:'.length);
  return Object.fromEntries(
    layers.map(({ sourceTag, onlyDependOnLibsWithTags: tags }) => [name(sourceTag), others(name(sourceTag), tags.map(name))]),
  );
}

/** What the table of the page says. */
function layersOfPage(page: string): Readonly<Record<string, readonly string[]>> {
  const table = /^\| layer .*\n\|[ -|]*\n((?:\|.*\n)+)/m.exec(page)?.[1] ?? '';
  const rows = Array.from(table.matchAll(/^\| ([a-z]+) +\| ([a-z, ]+?) +\| [^|]+\|$/gm), ([, layer = '', may = '']) => ({ layer, may }));
  const all = rows.map(({ layer }) => layer);
  const meant = (may: string): readonly string[] => {
    if (may === 'everything') return all;
    return may === 'everything but apps' ? all.filter((layer) => layer !== 'app') : may.split(', ');
  };
  return Object.fromEntries(rows.map(({ layer, may }) => [layer, others(layer, meant(may))]));
}

function others(layer: string, layers: readonly string[]): readonly string[] {
  return layers.filter((each) => each !== layer).toSorted();
}

describe('the layers', () => {
  it('are the same on the architecture page and in the rules of the linter', () => {
    const rules = layersOfRules(RULES);
    expect(Object.keys(rules)).toContain('adapter');
    expect(layersOfPage(PAGE)).toEqual(rules);
  });

  it('would be told apart by a planted difference', () => {
    const planted = PAGE.replace(/^(\| tool +\| )everything but apps/m, '$1pure, host, port  ');
    expect(planted).not.toBe(PAGE);
    expect(layersOfPage(planted)).not.toEqual(layersOfRules(RULES));
  });
});
