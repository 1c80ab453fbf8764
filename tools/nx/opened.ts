import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { environmentOutsideNx } from '../gates/workspace-copy.ts';
import { type Opening, TraceReader } from './trace.ts';

/** What a target of each project is hashed by: files from the root, by task. */
export type DeclaredInputs = Readonly<Record<string, readonly string[]>>;

/** Asks Nx which files are inputs of a target, in every project that has it. */
export function declaredInputs(root: string, target: string): DeclaredInputs {
  const env = { ...environmentOutsideNx(), NX_WORKSPACE_ROOT_PATH: root, NX_DAEMON: 'false' };
  const printed = execFileSync(process.execPath, [join(import.meta.dirname, 'print-inputs.mjs'), target], {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(printed) as DeclaredInputs;
}

/**
 * The files of the workspace that were read, by the trace of strace: paths from its root. A file that is read in a copy of the workspace counts as the
 * file that it is a copy of; to copy a file, or to hash it as Nx does, is not to read it.
 */
export async function readBelow(root: string, trace: string): Promise<ReadonlySet<string>> {
  const reader = new TraceReader();
  const files = new FilesRead(root);
  for await (const line of createInterface({ input: createReadStream(trace), crlfDelay: Infinity })) {
    const opening = reader.read(line);
    if (opening !== undefined) files.add(opening);
  }
  return files.paths();
}

/** Nx loads it from its package, or from a copy that it keeps by version: `23.2.1-…-nx.linux-x64-gnu.node`. */
const NATIVE_PART_OF_NX = /[/-]nx\.[^/]+\.node$/;
/** At the root of every workspace, and nowhere else. */
const AT_ROOT = '/nx.json';

class FilesRead {
  readonly #roots: Set<string>;
  readonly #read = new Set<string>();
  /** Read last by a thread: whether that was to copy it is told by what it opens next. */
  readonly #last = new Map<string, string>();
  readonly #runsNx = new Set<string>();

  constructor(root: string) {
    this.#roots = new Set([root]);
  }

  add({ path, isWrite, thread, process, program }: Opening): void {
    if (isWrite && program === 'git' && path.endsWith(AT_ROOT)) this.#roots.add(path.slice(0, -AT_ROOT.length));
    // What git reads it compares or copies: it decides about no test.
    if (program === 'git') return;
    if (NATIVE_PART_OF_NX.test(path)) this.#runsNx.add(process);
    // Nx hashes files in threads of its own, and runs what it runs in the first.
    if (this.#runsNx.has(process) && thread !== process) return;
    const before = this.#last.get(thread);
    this.#last.delete(thread);
    if (before !== undefined && !(isWrite && this.#isCopied(before, path))) this.#read.add(before);
    if (!isWrite) this.#last.set(thread, path);
  }

  paths(): ReadonlySet<string> {
    const all = [...this.#read, ...this.#last.values()];
    return new Set(all.flatMap((path) => this.#fromRoot(path) ?? []));
  }

  /** A copy of the workspace has each file at the place that it has below the root. */
  #isCopied(from: string, to: string): boolean {
    const path = this.#fromRoot(from);
    if (path === undefined || !to.endsWith(`/${path}`)) return false;
    this.#roots.add(to.slice(0, -path.length - 1));
    return true;
  }

  #fromRoot(path: string): string | undefined {
    // The innermost: a copy may stand below the workspace itself.
    const [root] = [...this.#roots].filter((each) => path.startsWith(`${each}/`)).toSorted((a, b) => b.length - a.length);
    return root === undefined ? undefined : path.slice(root.length + 1);
  }
}

/** Read by whatever loads TypeScript, and by git: they decide about no test. */
const OF_THE_LOADER = /(?:^|\/)(?:tsconfig[^/]*\.json|package\.json|\.gitignore)$/;

/**
 * The files that a task read, or whose compiled form it read, and that are not among its inputs: when one of them changes, Nx would answer from its cache.
 *
 * @param tracked every file that git knows; others are made, by tasks or tests
 */
export function undeclared(read: ReadonlySet<string>, inputs: readonly string[], tracked: ReadonlySet<string>): readonly string[] {
  const declared = new Set(inputs);
  const sources = new Set([...read, ...[...read].flatMap(sourcesOf)]);
  return [...sources].filter((path) => tracked.has(path) && !declared.has(path) && !OF_THE_LOADER.test(path)).toSorted();
}

/** What a file that was built may have been compiled from. */
function sourcesOf(path: string): readonly string[] {
  const [, folder, name] = /^(packages\/[^/]+)\/dist\/(.+)\.(?:js|d\.ts)$/.exec(path) ?? [];
  return folder === undefined ? [] : [`${folder}/src/${name}.ts`, `${folder}/src/${name}.tsx`];
}
