import { quote } from '../shared/names.mjs';

/** JSON as the formatter leaves it: two spaces, a final newline. */
export function formatJson(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

const MODEL = 'packages/core';

/**
 * The files of a new package but its sources, by path below its folder. It may import `core` and the packages of `uses`. What all
 * packages have in common (version, licence, what is published) is taken from `core`.
 */
export function packageFiles(tree, { name, layer, description, browser, uses = [] }) {
  const packages = ['core', ...uses];
  const model = JSON.parse(tree.read(`${MODEL}/package.json`, 'utf8'));
  const legal = ['LICENSE', 'NOTICE'].filter((file) => tree.exists(`${MODEL}/${file}`));
  return {
    ...Object.fromEntries(legal.map((file) => [file, tree.read(`${MODEL}/${file}`, 'utf8')])),
    'README.md': `# @ringside/${name}\n\n${description}\n`,
    'package.json': formatJson(manifest(model, { name, layer, description, browser, packages })),
    'tsconfig.json': formatJson({ files: [], references: [{ path: './tsconfig.lib.json' }, { path: './tsconfig.spec.json' }] }),
    'tsconfig.lib.json': formatJson(library(browser, packages)),
    'tsconfig.spec.json': formatJson(specification(packages)),
    'vitest.config.ts': `import { projectConfig } from '../../tools/vitest/project.ts';\n\nexport default projectConfig('${name}');\n`,
  };
}

/** Sources that stand for what the package is to hold. */
export function aboutFiles({ name, description }) {
  return {
    'src/index.ts': indexSource(description),
    'src/about.ts': `/** What \`@ringside/${name}\` is for, in one sentence. */\nexport const about: string = ${quote(description)};\n`,
    'src/about.test.ts': testSource(description),
  };
}

function manifest(model, { name, layer, description, browser, packages }) {
  const { repository, version } = model;
  return {
    ...model,
    name: `@ringside/${name}`,
    description,
    ...(repository === undefined ? {} : { repository: { ...repository, directory: `packages/${name}` } }),
    exports: { '.': { '@ringside/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' } },
    dependencies: Object.fromEntries(packages.map((each) => [`@ringside/${each}`, version])),
    nx: {
      tags: [`layer:${layer}`, `env:${browser ? 'browser' : 'node'}`],
      targets: { typecheck: {}, lint: {}, test: {}, build: {} },
    },
  };
}

function library(browser, packages) {
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
    references: packages.map(reference),
  };
}

function specification(packages) {
  return {
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
    references: [{ path: './tsconfig.lib.json' }, ...packages.map(reference)],
  };
}

const reference = (name) => ({ path: `../${name}/tsconfig.lib.json` });

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
