import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type InlineConfig, type Plugin } from 'vite';
import { ROOT } from '../ci/steps.ts';

/** What goes to a browser, and how much of it may. */
export interface Budget {
  readonly name: string;
  /** The module that is bundled, from the workspace's root. */
  readonly entry: string;
  /** The scripts and styles of it, each compressed with gzip, together. */
  readonly maxBytes: number;
}

/** The one table of budgets. Each is about a tenth above what was measured when it was last raised. */
export const BUDGETS: readonly Budget[] = [
  { name: 'dashboard', entry: 'packages/dashboard/index.html', maxBytes: 118_000 },
  { name: 'a client of one route', entry: 'tools/gates/testing/client-of-one-route.ts', maxBytes: 8_000 },
  { name: '@ringside/ring in a browser', entry: 'packages/ring/src/index.ts', maxBytes: 19_000 },
];

/** Bundles what a budget names, as for production, and gives its compressed size in bytes. */
export async function measure({ entry }: Budget, root: string = ROOT): Promise<number> {
  const outputs = await bundle(join(root, entry));
  return outputs.reduce((sum, each) => sum + gzipSync(each).byteLength, 0);
}

/** The scripts and styles that a module is bundled to, as for production. */
export async function bundle(input: string, plugins: readonly Plugin[] = []): Promise<readonly (string | Uint8Array)[]> {
  const config: InlineConfig = {
    root: join(input, '..'),
    plugins: [...plugins],
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@ringside/source', 'module', 'browser', 'production', 'import', 'default'] },
    build: { write: false, target: 'es2022', rollupOptions: { input, preserveEntrySignatures: 'exports-only' } },
  };
  const results = [await build(config)].flat();
  const outputs = results.flatMap((result) => ('output' in result ? result.output : []));
  return outputs.map((each) => (each.type === 'chunk' ? each.code : each.source));
}

/** One sentence for a bundle that is over its budget. */
export function budgetFaults({ name, maxBytes }: Budget, sizeBytes: number): readonly string[] {
  return sizeBytes > maxBytes ? [`${name} is ${sizeBytes} bytes compressed, ${sizeBytes - maxBytes} over its budget of ${maxBytes}`] : [];
}
