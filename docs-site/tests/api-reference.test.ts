import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { undescribedRows } from '../scripts/generate/undescribed.ts';
import { fixture, runBin } from './support/site.ts';

const SOURCE = `
/** Retries what fails. @packageDocumentation */
/** How often to retry, e.g. three times, see {@link retry}. The rest is left to the caller. */
export interface RetryOptions {
  /** How often. */
  readonly times: number;
}
/** An error of this package. */
export class RetryError extends Error {
  /** Which one. */
  readonly code = 'SPENT' as const;
}
/** How long a pause is. */
export const PAUSE = {
  /** The first one. */
  firstMs: 100,
} as const;
/** Retries. @param work what to do */
export function retry(work: () => void, options: RetryOptions, pauseMs = 100): void {}
/** Takes it apart. */
export function destructured({ times }: RetryOptions, { times: other }: Pick<RetryOptions, 'times'>): number { return times + other; }
/** Is described. @param options how patient it is */
export function kept(options: RetryOptions): void {}
/** Has an inline type. */
export function inline({ port }: {
  /** A TCP port. */
  readonly port: number;
}): number { return port; }
/** Says its default. @param pauseMs default: long enough */
export function told(pauseMs = 100): void {}
`;

describe('the API reference', () => {
  let page = '';
  const rowOf = (name: string, section: string): string | undefined =>
    page
      .slice(page.indexOf(`### ${section}`))
      .split('\n')
      .find((line) => line.startsWith('|') && line.includes(`\`${name}\``));

  beforeAll(async () => {
    const folder = await fixture('sound-descriptions', {
      'source.ts': SOURCE,
      'tsconfig.json': JSON.stringify({ extends: '../../tsconfig.typedoc.json', files: ['source.ts'] }),
      'typedoc.mjs': `import real from '../../typedoc.config.mjs';
export default { ...real, entryPoints: [import.meta.dirname + '/source.ts'], tsconfig: import.meta.dirname + '/tsconfig.json',
  plugin: ['typedoc-plugin-markdown', import.meta.dirname + '/../../plugins/typedoc-descriptions.mjs'], out: import.meta.dirname + '/out' };`,
    });
    const { exitCode, output } = await runBin('typedoc', 'bin/typedoc', ['--options', `${folder}/typedoc.mjs`]);
    if (exitCode !== 0) throw new Error(output);
    page = await readFile(join(folder, 'out', 'index.md'), 'utf8');
  }, 180_000);

  it('begins with functions, then classes, interfaces and variables', () => {
    expect(page.match(/^## .*$/gm)).toEqual(['## Functions', '## Classes', '## Interfaces', '## Variables']);
  });

  it('describes a parameter by the first sentence of its type, with its links', () => {
    expect(rowOf('options', 'retry')).toBe(
      '| `options` | [`RetryOptions`](#retryoptions) | How often to retry, e.g. three times, see [retry](#retry). |',
    );
  });

  it('keeps the description that a parameter has', () => {
    expect(rowOf('options', 'kept')).toBe('| `options` | [`RetryOptions`](#retryoptions) | how patient it is |');
  });

  it('tells a default once, in the description', () => {
    expect(rowOf('pauseMs?', 'retry')).toBe('| `pauseMs?` | `number` | Default: `100`. |');
    expect(rowOf('pauseMs?', 'told')).toBe('| `pauseMs?` | `number` | default: long enough |');
  });

  it('names what is destructured after its type, and two of the same type apart', () => {
    expect(page).not.toContain('__namedParameters');
    expect(page).toMatch(/\*\*destructured\*\*\(`options`: .*, `retryOptions`: /);
    expect(rowOf('options.port', 'inline')).toContain('| A TCP port. |');
  });

  it('leaves out what errors inherit, and columns about where a property comes from', () => {
    expect(page).not.toMatch(/stackTraceLimit|captureStackTrace|\| (?:Inherited from|Overrides|Modifier|Default value) \|/);
    expect(rowOf('code', 'RetryError')).toMatch(/`code` \| `"SPENT"` \| Which one\. \|$/);
    expect(rowOf('firstMs', 'PAUSE')).toMatch(/`firstMs` \| `100` \| The first one\. \|$/);
  });
});

describe('undescribedRows()', () => {
  const table = (...rows: readonly string[]): string =>
    ['## Functions', '### retry() {#retry}', '#### Parameters', '', ...rows, ''].join('\n');

  it('finds no fault where every row has a description', () => {
    const rows = ['| Parameter | Type | Description |', '| ------ | ------ | ------ |', '| `a` | `"-"` \\| `-` | How many. |'];
    expect(undescribedRows(table(...rows))).toEqual([]);
  });

  it('names the row and what it is in where the description is "-"', () => {
    const rows = [
      '| Parameter | Type | Description |',
      '| ------ | ------ | ------ |',
      '| `a` | `1` \\| `2` | - |',
      '| `b` | `1` | Two. |',
    ];
    expect(undescribedRows(table(...rows))).toEqual(['a of retry()']);
    expect(undescribedRows(`### Store {#store}\n\n##### get() {#get}\n\n${rows.join('\n')}`)).toEqual(['a of Store get()']);
  });

  it('refuses properties none of which has a description', () => {
    const rows = ['| Property | Type |', '| ------ | ------ |', '| <a id="property-a"></a> `a` | `1` |'];
    expect(undescribedRows(table(...rows))).toEqual(['a of retry()']);
  });

  it('leaves alone a "-" in a column of something else', () => {
    expect(undescribedRows(table('| Type Parameter | Default type |', '| ------ | ------ |', '| `T` | - |'))).toEqual([]);
  });
});
