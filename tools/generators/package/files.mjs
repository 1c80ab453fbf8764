/** JSON as the formatter leaves it: two spaces, a final newline. */
export function formatJson(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The files of a new package, by path below its folder. */
export function packageFiles({ name, layer, description, browser }) {
  return {
    'package.json': formatJson(manifest({ name, layer, description, browser })),
    'tsconfig.json': formatJson({ files: [], references: [{ path: './tsconfig.lib.json' }, { path: './tsconfig.spec.json' }] }),
    'tsconfig.lib.json': formatJson(library(browser)),
    'tsconfig.spec.json': formatJson(SPEC),
    'vitest.config.ts': `import { projectConfig } from '../../tools/vitest/project.ts';\n\nexport default projectConfig('${name}');\n`,
    'src/index.ts': indexSource(description),
    'src/about.ts': `/** What \`@ringside/${name}\` is for, in one sentence. */\nexport const about: string = ${quote(description)};\n`,
    'src/about.test.ts': testSource(description),
  };
}

function manifest({ name, layer, description, browser }) {
  return {
    name: `@ringside/${name}`,
    version: '0.1.0',
    description,
    license: 'Apache-2.0',
    type: 'module',
    exports: { '.': { '@ringside/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' } },
    files: ['dist'],
    dependencies: { '@ringside/core': '0.1.0' },
    nx: {
      tags: [`layer:${layer}`, `env:${browser ? 'browser' : 'node'}`],
      targets: { typecheck: {}, lint: {}, test: {}, build: {} },
    },
  };
}

function library(browser) {
  return {
    extends: '../../tsconfig.base.json',
    compilerOptions: {
      rootDir: 'src',
      outDir: 'dist',
      tsBuildInfoFile: 'dist/lib.tsbuildinfo',
      ...(browser ? { lib: ['ES2023', 'DOM'] } : { types: ['node'] }),
    },
    include: ['src/**/*.ts'],
    exclude: ['src/**/*.test.ts'],
    references: [{ path: '../core/tsconfig.lib.json' }],
  };
}

const SPEC = {
  extends: '../../tsconfig.base.json',
  compilerOptions: {
    rootDir: '.',
    outDir: 'dist/spec',
    tsBuildInfoFile: 'dist/spec.tsbuildinfo',
    emitDeclarationOnly: true,
    rewriteRelativeImportExtensions: false,
    allowImportingTsExtensions: true,
    isolatedDeclarations: false,
    types: ['node'],
  },
  include: ['src/**/*.test.ts'],
  references: [{ path: './tsconfig.lib.json' }, { path: '../core/tsconfig.lib.json' }],
};

const quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const indexSource = (description) => `/**
 * ${description}
 *
 * @packageDocumentation
 */
export { about } from './about.ts';
`;

const testSource = (description) => `import { expect, it } from 'vitest';
import { about } from './about.ts';

it('says what the package is for', () => {
  expect(about).toBe(${quote(description)});
});
`;
