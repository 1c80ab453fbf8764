import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fencedPages } from '../ci/parts.mjs';
import { ROOT } from '../ci/steps.ts';
import { manifestOf, publishedPackages } from '../release/published.ts';
import { shippedWith } from '../release/shipped.ts';
import { type AuditException, judgeAudit } from './audit.ts';
import { BUDGETS, budgetFaults, measure } from './budgets.ts';
import { claimFaults, doubledIn, testsNamedIn } from './claims.ts';
import { rangeFaults, scriptFaults, singletonFaults } from './dependencies.ts';
import { fencedPageFaults, type FencedPages } from './fenced-pages.ts';
import { licenceFaults } from './licences.ts';
import { lateImportFaults } from './late-imports.ts';
import { type Installed, installed, type Lock, productionClosure, readLock } from './lock.ts';
import { skipFaults } from './skips.ts';
import { measure as measureSources, measureFaults, readSources } from './measures.ts';
import { memberFaults } from './members.ts';
import { bannedNames, wordFaults } from './words.ts';

/** What a gate finds: one sentence a fault, and notes that do not fail it. */
export interface GateReport {
  readonly faults: readonly string[];
  readonly notes?: readonly string[];
  /** Why nothing is known; such a gate has neither passed nor failed. */
  readonly unanswered?: string;
}

/** The gates of the supply chain and of the tests, by the name that `npm run gate` takes. */
export const gates: Readonly<Record<string, () => GateReport | Promise<GateReport>>> = {
  licences: () => ({ faults: licenceFaults(shippedPackages(readLock())) }),
  scripts: () => ({ faults: scriptFaults(readLock(), rootManifest().allowScripts) }),
  ranges: () => ({ faults: workspaceFolders().flatMap((folder) => rangeFaults(manifestOf(folder))) }),
  singletons: () => ({ faults: singletonFaults(readLock()) }),
  audit,
  budgets,
  skips: () => ({ faults: faultsIn(testFiles(), skipFaults) }),
  'late-imports': () => ({ faults: faultsIn(sidecarSources(), lateImportFaults) }),
  words,
  measures,
  members,
  claims,
  'fenced-pages': () => ({ faults: fencedPageFaults(recordedPages(), fencedPages(ROOT)) }),
};

/** Runs gates one after the other and prints what they find. @returns the exit code: 1 when any has a fault */
export async function runGates(names: readonly string[]): Promise<number> {
  let failed = 0;
  for (const name of names) {
    const gate = gates[name];
    if (gate === undefined) throw new Error(`There is no gate ${name}`);
    const report = await gate();
    for (const line of [...(report.notes ?? []), ...report.faults]) process.stderr.write(`${name}: ${line}\n`);
    process.stdout.write(`${name}: ${outcomeOf(report)}\n`);
    if (report.faults.length > 0) failed = 1;
  }
  return failed;
}

/** The tests that claims of pages name, and whether they are there. */
function claims(): GateReport {
  const docs = join('docs-site', 'docs');
  const pages = readdirSync(join(ROOT, docs), { recursive: true, encoding: 'utf8' }).filter((path) => /\.mdx?$/.test(path));
  const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
  const sources = pages.toSorted().map((page) => ({ page: join(docs, page), source: read(join(docs, page)) }));
  const named = sources.flatMap(({ page, source }) => testsNamedIn(page, source));
  const doubled = sources.flatMap(({ page, source }) => doubledIn(page, source));
  return { faults: [...doubled, ...claimFaults(named, (path) => (existsSync(join(ROOT, path)) ? read(path) : undefined))] };
}

/** What a gate came to, in one line. */
export function outcomeOf({ faults, unanswered }: GateReport): string {
  if (unanswered !== undefined) return `NO ANSWER, so nothing is known: ${unanswered}`;
  return faults.length === 0 ? 'passed' : `FAILED, ${faults.length} found`;
}

/** Others' packages that run or ship with ours: those of what is published, of the bundles in it, and of the site. */
export function shippedPackages(lock: Lock): readonly Installed[] {
  const paths = shippedWith(lock, [...publishedPackages().map(({ folder }) => folder), 'docs-site']);
  return paths.flatMap((path) => (path.includes('node_modules/') ? [installed(path, lock[path] ?? {})] : []));
}

function rootManifest(): { readonly allowScripts: Readonly<Record<string, boolean>> } {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { allowScripts: Record<string, boolean> };
}

function recordedPages(): FencedPages {
  return JSON.parse(readFileSync(join(ROOT, 'tools', 'ci', 'fenced-pages.json'), 'utf8')) as FencedPages;
}

function workspaceFolders(): readonly string[] {
  return Object.keys(readLock()).filter((path) => !path.includes('node_modules/'));
}

function faultsIn(files: readonly string[], find: (file: string, text: string) => readonly string[]): readonly string[] {
  return files.flatMap((file) => find(file, readFileSync(join(ROOT, file), 'utf8')));
}

function testFiles(): readonly string[] {
  return workingFiles('*.test.*').filter((file) => /\.test\.(ts|tsx|mjs)$/.test(file));
}

/** The sources that people read, but for those that hold a banned name to show that it is found. */
function words(): GateReport {
  const banned = bannedNames(readFileSync(join(ROOT, 'docs-site', 'docs', 'develop', 'architecture.mdx'), 'utf8'));
  const sources = workingFiles('packages/*/src/**', 'tools/**').filter((file) => /\.(?:ts|tsx|mjs|template)$/.test(file));
  const read = sources.filter((file) => file !== 'tools/gates/words.test.ts');
  return { faults: faultsIn(read, (file, text) => wordFaults(banned, file, text)) };
}

/** What the architecture page says of the sources, compared with them. */
function measures(): GateReport {
  const reports = workingFiles('packages/*/api-report.md').map((file) => readFileSync(join(ROOT, file), 'utf8'));
  const found = measureSources(readSources(ROOT, workingFiles('packages/*/src/**')), reports);
  const page = readFileSync(join(ROOT, 'docs-site', 'docs', 'develop', 'architecture.mdx'), 'utf8');
  return { faults: measureFaults(page, found) };
}

/** Every member of what packages export has a comment. */
function members(): GateReport {
  const reports = workingFiles('packages/*/api-report.md');
  const faults = reports.flatMap((file) => {
    const name = file.split('/')[1] ?? '';
    const report = readFileSync(join(ROOT, file), 'utf8');
    return memberFaults({ name, report, sources: readSources(ROOT, workingFiles(`packages/${name}/src/**`)) });
  });
  return { faults };
}

/** What runs in the sidecar's process and is ours. */
function sidecarSources(): readonly string[] {
  const folders = productionClosure(readLock(), ['packages/sidecar']).filter((path) => !path.includes('node_modules/'));
  return workingFiles(...folders.map((folder) => `${folder}/src/*.ts`)).filter((file) => !/\.test\.ts$|\/testing\//.test(file));
}

function workingFiles(...patterns: readonly string[]): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

function audit(): GateReport {
  const exceptions = JSON.parse(readFileSync(join(import.meta.dirname, 'audit-exceptions.json'), 'utf8')) as AuditException[];
  const { stdout } = spawnSync('npm', ['audit', '--json', '--omit=dev'], { cwd: ROOT, encoding: 'utf8' });
  const verdict = judgeAudit(stdout, exceptions, new Date().toISOString().slice(0, 10));
  switch (verdict.outcome) {
    case 'noAnswer':
      return { faults: [], unanswered: withoutAddress(verdict.why) };
    case 'findings':
      return { faults: verdict.findings };
    case 'clean':
      return { faults: [], notes: verdict.borne };
  }
}

/** Logs are read by others; where this machine gets its packages is not their business. */
function withoutAddress(text: string): string {
  return text.replace(/https?:\/\/\S+/g, '(address)');
}

async function budgets(): Promise<GateReport> {
  const reports: GateReport[] = [];
  for (const budget of BUDGETS) {
    const sizeBytes = await measure(budget);
    reports.push({ faults: budgetFaults(budget, sizeBytes), notes: [`${budget.name}: ${sizeBytes} of ${budget.maxBytes} bytes`] });
  }
  return { faults: reports.flatMap(({ faults }) => faults), notes: reports.flatMap(({ notes = [] }) => notes) };
}
