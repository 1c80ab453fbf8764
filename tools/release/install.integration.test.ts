import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../browser/launch.ts';
import { NO_BROWSER } from '../browser/provide.ts';
import { ROOT } from '../ci/steps.ts';
import { type Consumer, installInto, makeConsumer, type Run } from './consumer.ts';
import { declarationFaults } from './declaration-faults.ts';
import { archiveFaults } from './manifest-faults.ts';
import { packAll, type Packed } from './pack.ts';
import { entriesOf, manifestOf, publishedPackages } from './published.ts';
import { examplesOf } from './readme.ts';

const rootManifest = manifestOf('.');
const SLOW_MS = 600_000;
/** The example of `@ringside/diagrams` renders with it. */
const REACT_DOM = 'react-dom@19.3.1';
/** A program in TypeScript that runs on Node has its types; nothing else is lent to the compiler. */
const NODE_TYPES = `@types/node@${rootManifest.devDependencies?.['@types/node'] ?? ''}`;
const published = publishedPackages();
const archives = mkdtempSync(join(tmpdir(), 'ringside-archives-'));
let packed: readonly Packed[] = [];
let consumer: Consumer;
let installed: Run;

beforeAll(() => {
  packed = packAll(published, archives);
  consumer = makeConsumer();
  installed = installInto(consumer, [...packed.map(({ file }) => file), REACT_DOM, NODE_TYPES]);
}, SLOW_MS);

afterAll(() => {
  consumer.remove();
  rmSync(archives, { recursive: true, force: true });
});

describe('the archives', () => {
  it('hold what their manifests name, and nothing that is of use here only', () => {
    expect(packed.flatMap((each) => archiveFaults(each, each.files))).toEqual([]);
  });

  it('satisfy publint', async () => {
    for (const { file } of packed) expect(await complaints(file)).toEqual([]);
  });
});

async function complaints(file: string): Promise<readonly string[]> {
  const tarball = new Uint8Array(readFileSync(file)).buffer;
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  return messages.map((message) => formatMessage(message, pkg) ?? message.code);
}

describe('in a folder that has nothing but the archives', () => {
  it('they install by plain npm, and all that they need supports this Node', () => {
    expect(installed).toMatchObject({ exitCode: 0 });
    expect(installed.output).not.toContain('EBADENGINE');
  });

  it('ringside says what it can do', () => {
    const { exitCode, output } = consumer.run('npx', '--no-install', 'ringside', '--help');
    expect(output).toContain('Usage: ringside <command> [options]');
    expect(exitCode).toBe(0);
  });

  it('ringside status says that no ring runs, and what to do', () => {
    const { exitCode, output } = consumer.run('node_modules/.bin/ringside', 'status', '--sidecar', 'http://127.0.0.1:1');
    expect(output).toContain('SIDECAR_UNAVAILABLE');
    expect(output).toContain('ringside up');
    expect(exitCode).toBe(69);
  });

  it('ringside-sidecar says its version and settings', () => {
    expect(consumer.run('node_modules/.bin/ringside-sidecar', '--version').output.trim()).toBe(published[0]?.manifest.version);
    expect(consumer.run('node_modules/.bin/ringside-sidecar', '--help').output).toContain('dashboard.directory');
  });

  it('the dashboard stands where the sidecar looks for it, with the licences of what it bundles', () => {
    const sidecar = join(consumer.folder, 'node_modules/@ringside/sidecar/dist/main.js');
    const dashboard = join(dirname(sidecar), '../../dashboard/dist');
    expect(readdirSync(dashboard)).toEqual(expect.arrayContaining(['index.html', 'licenses.md']));
    expect(readFileSync(join(dashboard, 'licenses.md'), 'utf8')).toContain('## react - ');
  });

  it('ringside up finds the dashboard, and says why it serves no documentation', () => {
    consumer.write(
      'up.mjs',
      `import { startDocs } from '@ringside/local-docs';
      import { dashboardIsBuilt } from './node_modules/@ringside/local-ring/dist/up/dashboard.js';
      await startDocs({ home: 'home', port: 9080, note: (text) => console.log(text) });
      console.log(dashboardIsBuilt());`,
    );
    const { output } = consumer.run('node', 'up.mjs');
    expect(output).toContain('The documentation is not served: this Ringside was installed without it.');
    expect(output).toMatch(/^true$/m);
  });

  it('every entry can be imported by Node, but for those that need vitest', () => {
    const entries = published.flatMap(({ manifest }) => entriesOf(manifest)).filter((entry) => !/\/(vitest|contract)$/.test(entry));
    consumer.write('all.mjs', `${entries.map((entry) => `await import('${entry}');`).join('\n')}\nconsole.log('imported');\n`);
    expect(consumer.run('node', 'all.mjs')).toEqual({ exitCode: 0, output: 'imported\n' });
  });

  it('an inside of a package cannot be imported', () => {
    consumer.write('inside.mjs', "await import('@ringside/ring/dist/token/token.js');\n");
    expect(consumer.run('node', 'inside.mjs').output).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('each names in its manifest all packages that its declarations need', () => {
    const faults = published.flatMap(({ manifest }) => {
      const dist = join(consumer.folder, 'node_modules', manifest.name, 'dist');
      const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));
      return declarationFaults(
        manifest,
        files.map((file) => readFileSync(join(dist, file), 'utf8')),
      );
    });
    expect(faults).toEqual([]);
  });

  it('the compiler finds types for every entry, without this workspace and its condition', () => {
    const entries = published.flatMap(({ manifest }) => entriesOf(manifest)).filter((entry) => !/\/(vitest|contract)$/.test(entry));
    const imports = entries.map((entry, at) => `import * as entry${at} from '${entry}';`);
    consumer.write(
      'all.ts',
      `${imports.join('\n')}\nexport const all: unknown[] = [${entries.map((_, at) => `entry${at}`).join(', ')}];\n`,
    );
    consumer.write('tsconfig.json', JSON.stringify({ compilerOptions: STRICT, files: ['all.ts'] }));
    expect(consumer.run(join(ROOT, 'node_modules/.bin/tsc7'), '-p', '.')).toEqual({ exitCode: 0, output: '' });
    consumer.write(
      'all.ts',
      "import { murmur3Token } from '@ringside/ring';\nexport const planted: string = murmur3Token(new Uint8Array());\n",
    );
    expect(consumer.run(join(ROOT, 'node_modules/.bin/tsc7'), '-p', '.').output).toContain("is not assignable to type 'string'");
  });
});

const STRICT = {
  module: 'nodenext',
  target: 'es2022',
  lib: ['ES2023', 'DOM', 'ESNext.Disposable'],
  types: ['node'],
  strict: true,
  noEmit: true,
  skipLibCheck: false,
};

describe('the example of the README', () => {
  it.each(published)('of $folder prints what it says', ({ folder }) => {
    for (const { code, prints } of examplesOf(readFileSync(join(ROOT, folder, 'README.md'), 'utf8'))) {
      consumer.write('example.mjs', code);
      expect(consumer.run('node', 'example.mjs')).toEqual({ exitCode: 0, output: prints.map((line) => `${line}\n`).join('') });
    }
  });
});

describe('in a browser', () => {
  const TOKEN =
    "import { murmur3Token, serializeKey } from '@ringside/ring';\ndocument.title = String(murmur3Token(serializeKey('text', 'alice')));\n";

  it('@ringside/ring is bundled without a module of Node', async () => {
    expect(await bundle(TOKEN)).not.toMatch(/node:|__vite-browser-external|require\(/);
  });

  it.skipIf(NO_BROWSER !== undefined)(
    '@ringside/ring computes the token of a key (skipped where the locked browser does not run)',
    async () => {
      expect(await titleAfter(await bundle(TOKEN))).toBe('5699955792253506986');
    },
    SLOW_MS,
  );

  it('a planted import of a module of Node is seen in the bundle', async () => {
    expect(await bundle("import { readFileSync } from 'node:fs';\ndocument.title = String(readFileSync);\n")).toMatch(
      /node:|browser-external/,
    );
  });
});

/** What Vite makes of a page's script in the consumer's folder. */
async function bundle(script: string): Promise<string> {
  consumer.write('page/main.js', script);
  const result = await build({
    root: join(consumer.folder, 'page'),
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, rollupOptions: { input: join(consumer.folder, 'page/main.js') } },
  });
  const outputs = [result].flat().flatMap((each) => ('output' in each ? each.output : []));
  return outputs.map((each) => (each.type === 'chunk' ? each.code : '')).join('\n');
}

async function titleAfter(code: string): Promise<string> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent('<!doctype html><title>none</title>');
    await page.addScriptTag({ content: code, type: 'module' });
    await page.waitForFunction("document.title !== 'none'");
    return await page.title();
  } finally {
    await browser.close();
  }
}

describe('what a consumer would notice', () => {
  it('an archive that lacks a file of its exports', () => {
    const ring = packed.find(({ folder }) => folder === 'packages/ring') as Packed;
    const files = ring.files.filter((file) => file !== 'dist/index.js');
    expect(archiveFaults(ring, files)).toEqual(['@ringside/ring: dist/index.js is missing']);
  });

  it(
    'a dependency that does not support its Node',
    () => {
      const planted = makeConsumer();
      planted.write('needs/package.json', '{ "name": "needs", "version": "1.0.0", "engines": { "node": ">=99" } }\n');
      const { exitCode, output } = installInto(planted, ['./needs']);
      planted.remove();
      expect(exitCode).not.toBe(0);
      expect(output).toContain('EBADENGINE');
    },
    SLOW_MS,
  );
});
