import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { publicEntries } from '../../plugins/public-entries.mjs';
import { withoutEndlessTypes } from './endless-types.ts';
import { page, table } from './markdown.ts';
import { withoutRepeats } from './repeats.ts';
import { undescribedRows } from './undescribed.ts';
import { clearGenerated, siteFolder, writeGenerated } from './write.ts';

const typedoc = join(dirname(createRequire(import.meta.url).resolve('typedoc/package.json')), 'bin', 'typedoc');
const folder = 'docs/reference/api';

interface ApiPage {
  /** What one imports it by: `@ringside/core/testing`. */
  readonly specifier: string;
  /** Its path below the API reference, without ending: `core/testing`. */
  readonly path: string;
  readonly description: string;
  /** Rows of its tables without a description. */
  readonly undescribed: readonly string[];
}

/**
 * Makes the API reference with the `typedoc` command, validation on, then gives each page a front matter and lists all of them.
 *
 * @throws Error when TypeDoc reports anything (an export without a comment, a link to nothing), and when a table lacks a description
 */
export async function generateApi(): Promise<void> {
  await clearGenerated(folder);
  await runTypedoc();
  const specifiers = publicEntries(join(siteFolder, '..', 'packages')).map(({ specifier }) => specifier);
  const pages = await Promise.all(specifiers.map(finishPage));
  requireDescriptions(pages);
  await writeGenerated(`${folder}/index.md`, overview(pages));
  await writeGenerated('src/generated/api-sidebar.json', `${JSON.stringify(pages.map(({ path }) => `reference/api/${path}`))}\n`);
}

async function runTypedoc(): Promise<void> {
  const argv = [typedoc, '--options', 'typedoc.config.mjs', '--logLevel', 'Warn'];
  const child = spawn(process.execPath, argv, { cwd: siteFolder, stdio: 'inherit' });
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  if (exitCode !== 0) throw new Error(`The API reference could not be made: typedoc ended with ${exitCode ?? 'a signal'}`);
}

async function finishPage(specifier: string): Promise<ApiPage> {
  const path = specifier.replace('@ringside/', '');
  const body = withoutEndlessTypes(withoutRepeats(await readFile(join(siteFolder, folder, `${path}.md`), 'utf8')));
  const description = summaryOf(body);
  if (description === '') throw new Error(`${specifier} has no @packageDocumentation comment that says what it is for`);
  const front = [
    `title: ${JSON.stringify(specifier)}`,
    `sidebar_label: ${JSON.stringify(path)}`,
    `description: ${JSON.stringify(description)}`,
    // Without it, `api/api.md` would be taken for the index of its folder.
    `slug: /${folder.replace('docs/', '')}/${path}`,
  ];
  await writeGenerated(`${folder}/${path}.md`, `---\n${front.join('\n')}\n---\n\n${body}`);
  return { specifier, path, description, undescribed: undescribedRows(body) };
}

function requireDescriptions(pages: readonly ApiPage[]): void {
  const rows = pages.flatMap(({ specifier, undescribed }) => undescribed.map((row) => `  ${specifier}: ${row}`));
  if (rows.length === 0) return;
  const remedy = 'Describe each in the source: with `@param name …` in the comment of a function, or with a comment above a property.';
  throw new Error(`The API reference has no description for:\n${rows.join('\n')}\n${remedy}`);
}

/** The first paragraph under the title: the package comment's summary. */
function summaryOf(body: string): string {
  const paragraph = body.split(/\n{2,}/).find((block) => !block.startsWith('#')) ?? '';
  return paragraph
    .replace(/[`*]/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

function overview(pages: readonly ApiPage[]): string {
  return page(
    {
      title: 'API',
      description: 'Every export of every package, from its doc comments.',
      source: 'packages/*/src',
    },
    [
      'Each page below is one thing that can be imported. What is not listed cannot be: the packages’ `exports` are closed.',
      table(
        ['import', 'what it is for'],
        pages.map(({ specifier, path, description }) => [`[\`${specifier}\`](${path}.md)`, description]),
      ),
    ],
  );
}
