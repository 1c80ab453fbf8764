import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf, signalGroup } from '@ringside/host';
import type { Bench, BenchOptions } from './bench.ts';
import { cleanEnvironment, inFreshClone } from './fresh-clone.ts';
import { median, round } from './statistics.ts';

const DEFAULT_REPEATS = 5;
const CHECKS = '-t lint typecheck test --exclude=@ringside/docs-site';
const WATCH_LIMIT_MS = 60_000;
/** A package that no other package imports, and one of its files. */
const LEAF = { project: 'storage-model', file: 'packages/storage-model/src/merkle/sizing.ts' };

/** What a maintainer waits for, in a fresh clone. There is no peer: each figure stands beside its bar. */
export const bench: Bench = {
  name: 'pipeline',
  describe:
    'A fresh clone: install, ci:verify, ci:unit and ci:workspace ≤ 300 s; again, all cached ≤ 2.5 s; one leaf edited ≤ 10 s; watch feedback ≤ 1.5 s',
  bars: [
    { figure: 'verifyColdSeconds', atMost: 300 },
    { figure: 'verifyCachedSeconds', atMost: 2.5 },
    { figure: 'leafEditSeconds', atMost: 10 },
    { figure: 'watchSeconds', atMost: 1.5 },
  ],
  run: measure,
};

function measure(options: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const repeats = options.pairs ?? DEFAULT_REPEATS;
  return inFreshClone(options, async ({ folder, timed }) => {
    const installSeconds = await timed('npm ci', 'npm ci');
    const verify = await timed('ci:verify, ci:unit and ci:workspace, cold', 'npm run ci:verify && npm run ci:unit && npm run ci:workspace');
    const cached: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat += 1) cached.push(await timed('all cached', NX));
    const edited: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      await appendFile(join(folder, LEAF.file), `\n// ${repeat}\n`);
      edited.push(await timed('a leaf edited', AFFECTED));
    }
    const watched = await watch(folder, repeats, options);
    return {
      installSeconds,
      verifyColdSeconds: round(installSeconds + verify, 1),
      verifyCachedSeconds: median(cached),
      leafEditSeconds: median(edited),
      watchSeconds: median(watched),
      ratio: round((installSeconds + verify) / 300),
    };
  });
}

const NX = `npx nx run-many ${CHECKS}`;
/** What `CONTRIBUTING` tells to run after a change. */
const AFFECTED = `npx nx affected ${CHECKS}`;

/** From a saved file to the verdict of the tests that it concerns. */
async function watch(clone: string, repeats: number, { log }: BenchOptions): Promise<readonly number[]> {
  const child = spawn('npm', ['run', '--silent', 'dev', '--', LEAF.project], { cwd: clone, detached: true, env: cleanEnvironment() });
  const group = identityOf(child.pid ?? 0);
  try {
    await verdict(child);
    const taken: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const startMs = performance.now();
      await appendFile(join(clone, LEAF.file), `\n// watched ${repeat}\n`);
      await verdict(child);
      taken.push(round((performance.now() - startMs) / 1_000, 2));
      log(`watch: ${taken.at(-1)} s`);
    }
    return taken;
  } finally {
    signalGroup(group, 'SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
}

/** Resolves when Vitest has said how the tests ended and waits for the next change. */
function verdict({ stdout }: Pick<ChildProcess, 'stdout'>): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const limit = setTimeout(() => reject(new Error(`No verdict in ${WATCH_LIMIT_MS / 1_000} s:\n${text}`)), WATCH_LIMIT_MS);
    const onData = (chunk: Buffer): void => {
      text += chunk.toString();
      if (!/Tests .*passed.*waiting for file changes/is.test(text)) return;
      clearTimeout(limit);
      stdout?.off('data', onData);
      resolve();
    };
    stdout?.on('data', onData);
  });
}
