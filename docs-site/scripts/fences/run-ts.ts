import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { siteFolder } from '../generate/write.ts';
import type { Page } from './page.ts';
import { ROOT } from './ring.ts';
import { type Outcome, runBash, type Surroundings } from './run-bash.ts';

/** Inside the site, so that the fences find what a reader's file in the clone would find. */
export const FENCES_FOLDER: string = join(siteFolder, 'test-results', `fences-${process.pid}`);

const tsconfig = {
  compilerOptions: {
    target: 'es2023',
    lib: ['ES2023', 'DOM'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    moduleDetection: 'force',
    customConditions: ['@ringside/source'],
    jsx: 'react-jsx',
    types: ['node'],
  },
  include: ['.'],
};

/** The module that a `ts` fence becomes. */
export function modulePath(page: Page, line: number): string {
  return join(FENCES_FOLDER, page.id.replaceAll('/', '-'), `line-${line}.ts`);
}

/** For a fence that is a test file: what a package's own configuration says about sources and time. */
const VITEST_CONFIG = `const conditions = ['@ringside/source'];
export default {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { include: ['line-*.ts'], hookTimeout: 240_000, testTimeout: 120_000 },
};
`;

/** Runs a module, as `node --import tsx` does; one that imports from `vitest` is a test file, and Vitest runs it. */
export async function runTs(file: string, code: string, surroundings: Surroundings): Promise<Outcome> {
  const folder = join(file, '..');
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${code}\n`);
  const path = JSON.stringify(file);
  if (!/from 'vitest'/.test(code)) {
    return runBash(`cd ${JSON.stringify(ROOT)} && exec node --conditions=@ringside/source --import tsx ${path}`, surroundings);
  }
  await writeFile(join(folder, 'vitest.config.mjs'), VITEST_CONFIG);
  return runBash(`cd ${JSON.stringify(folder)} && exec "${ROOT}/node_modules/.bin/vitest" run --root . ${path}`, surroundings);
}

/** Removes what {@link checkTypes} and {@link runTs} wrote. */
export async function removeModules(): Promise<void> {
  await rm(FENCES_FOLDER, { recursive: true, force: true });
}

/** Checks the types of every `ts` fence of the pages at once. Returns what the compiler says; empty when all is well. */
export async function checkTypes(pages: readonly Page[]): Promise<string> {
  await mkdir(FENCES_FOLDER, { recursive: true });
  await writeFile(join(FENCES_FOLDER, 'package.json'), '{ "private": true, "type": "module" }\n');
  await writeFile(join(FENCES_FOLDER, 'tsconfig.json'), JSON.stringify(tsconfig));
  const modules = pages.flatMap((page) => page.fences.filter(({ language }) => language === 'ts').map((fence) => ({ page, fence })));
  for (const { page, fence } of modules) {
    const file = modulePath(page, fence.line);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, `${fence.code}\n`);
  }
  if (modules.length === 0) return '';
  const { output, failed } = await runBash(`${ROOT}/node_modules/.bin/tsc7 -p .`, { folder: FENCES_FOLDER, home: '' });
  return failed ? toPageLines(output, modules) : '';
}

/** The compiler's places, as places in the pages: the fence's first line is the one after its opening. */
function toPageLines(output: string, modules: readonly { readonly page: Page; readonly fence: { readonly line: number } }[]): string {
  return modules.reduce((text, { page, fence }) => {
    const path = `${page.id.replaceAll('/', '-')}/line-${fence.line}.ts`;
    const place = new RegExp(String.raw`\S*${path.replaceAll('.', String.raw`\.`)}[:(](\d+)[:,]\d+\)?`, 'g');
    return text.replace(place, (_, line: string) => `docs/${page.id}.mdx:${fence.line + Number(line)}`);
  }, output);
}
