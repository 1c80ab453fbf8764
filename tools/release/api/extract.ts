import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { ROOT } from '../../ci/steps.ts';
import type { Published } from '../published.ts';

/** One thing that can be imported: its name, and the file of declarations behind it. */
interface Entry {
  readonly specifier: string;
  readonly file: string;
  readonly folder: string;
}

const NONE = { default: { logLevel: ExtractorLogLevel.None } };

/**
 * Writes down everything that packages export, from their built declarations: one text a package, with a part for each of its entries.
 * Types that appear in a signature without being exported are in it as well.
 *
 * @param packages published packages, built
 * @returns the reports, by the packages' folders
 */
export function apiReports(packages: readonly Published[], root: string = ROOT): ReadonlyMap<string, string> {
  const withExports = packages.filter(({ manifest }) => manifest.exports !== undefined);
  const entries = withExports.flatMap((each) => entriesOf(each, root));
  const temporary = mkdtempSync(join(tmpdir(), 'ringside-api-'));
  try {
    const reports = extractAll(entries, temporary, root);
    return new Map(withExports.map((each) => [each.folder, reportOf(each, entries, reports)]));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function entriesOf({ folder, manifest }: Published, root: string): readonly Entry[] {
  return Object.entries(manifest.exports ?? {}).map(([subpath, target]) => ({
    specifier: join(manifest.name, subpath),
    file: join(root, folder, target['types'] ?? ''),
    folder,
  }));
}

/** All entries share one program, so that the compiler reads each file once. */
function extractAll(entries: readonly Entry[], temporary: string, root: string): ReadonlyMap<string, string> {
  const files = entries.map(({ file }) => file);
  const configs = entries.map((entry, at) => configFor(entry, `${at}`, files, temporary, root));
  const [first] = configs;
  if (first === undefined) return new Map();
  const compilerState = CompilerState.create(first, { additionalEntryPoints: files });
  return new Map(entries.map(({ specifier }, at) => [specifier, extract(configs[at] as ExtractorConfig, compilerState, specifier)]));
}

function extract(config: ExtractorConfig, compilerState: CompilerState, specifier: string): string {
  const problems: string[] = [];
  const { succeeded } = Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback: (message) => {
      message.handled = true;
      if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.text);
    },
  });
  if (!succeeded || problems.length > 0) throw new Error(`The exports of ${specifier} cannot be read: ${problems.join('; ')}`);
  return readFileSync(config.reportFilePath, 'utf8');
}

function configFor({ file, folder }: Entry, name: string, files: readonly string[], temporary: string, root: string): ExtractorConfig {
  const reportFolder = join(temporary, name);
  mkdirSync(reportFolder);
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, folder, 'package.json'),
    configObject: {
      projectFolder: join(root, folder),
      mainEntryPointFilePath: file,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions: compilerOptions(root), files } },
      apiReport: {
        enabled: true,
        reportFolder,
        reportTempFolder: join(reportFolder, 'temp'),
        reportFileName: 'api',
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: { compilerMessageReporting: NONE, extractorMessageReporting: NONE, tsdocMessageReporting: NONE },
    },
  });
}

function compilerOptions(root: string): object {
  return {
    target: 'es2022',
    lib: ['ES2023', 'DOM', 'ESNext.Disposable'],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    jsx: 'react-jsx',
    strict: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
  };
}

function reportOf({ folder, manifest }: Published, entries: readonly Entry[], reports: ReadonlyMap<string, string>): string {
  const parts = entries
    .filter((entry) => entry.folder === folder)
    .map(({ specifier }) => `## ${specifier}\n\n${fenceOf(reports.get(specifier) ?? '')}\n`);
  return `# The exports of ${manifest.name}\n\nWritten by \`npm run api:record\` with API Extractor; compared by \`npm run api:check\`.\n\n${parts.join('\n')}`;
}

/** The code of a report of API Extractor, without its heading and the names that it repeats. */
function fenceOf(report: string): string {
  const code = /^```ts\n([\s\S]*?)^```$/m.exec(report)?.[1] ?? '';
  const lines = code.replace('\n// (No @packageDocumentation comment for this package)\n', '').trim();
  return `\`\`\`ts\n${lines}\n\`\`\``;
}
