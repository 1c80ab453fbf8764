import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from '../ci/steps.ts';

/** What the bootstrap runs, before anything is installed, of the sources of `@ringside/host`. */
const ENTRY = join(import.meta.dirname, 'host-parts.ts');
/** The file that is made of it. */
export const BUNDLE: string = join(import.meta.dirname, 'host.mjs');
const HEADER = `// Made of packages/host by "npm run bootstrap:host": plain JavaScript, which the oldest Node runs without anything installed. Do not edit.\n`;

/** The text of {@link BUNDLE} as the sources of today give it. */
export async function bundleHost(): Promise<string> {
  const results = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, resolve: { conditions: ['@ringside/source'] } },
    build: {
      write: false,
      minify: false,
      target: 'node20',
      ssr: ENTRY,
      // The paths in its comments are told from here, wherever it is run.
      rolldownOptions: { cwd: ROOT, treeshake: { moduleSideEffects: false }, output: { format: 'es' } },
    },
  });
  const chunks = [results].flat().flatMap((result) => ('output' in result ? result.output : []));
  return HEADER + chunks.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
}

/** True when {@link BUNDLE} is what the sources give. */
export async function bundleIsCurrent(): Promise<boolean> {
  return readFileSync(BUNDLE, 'utf8') === (await bundleHost());
}

if (process.argv[1] === import.meta.filename) writeFileSync(BUNDLE, await bundleHost());
