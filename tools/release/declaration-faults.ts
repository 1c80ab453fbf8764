import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import type { Manifest } from './published.ts';

/** Packages whose types come from another package. */
const TYPED_ELSEWHERE: Readonly<Record<string, string>> = { react: '@types/react', 'react-dom': '@types/react-dom' };

/**
 * Finds what a package's declarations name and its manifest does not: whoever compiles against it would have to guess what to install.
 *
 * @param declarations the texts of its `.d.ts` files
 * @returns one sentence a package that is missing
 */
export function declarationFaults(manifest: Manifest, declarations: readonly string[]): readonly string[] {
  const { name, dependencies, peerDependencies } = manifest;
  const declared = new Set(Object.keys({ ...dependencies, ...peerDependencies }));
  const needed = new Set(declarations.flatMap(packagesIn));
  return [...needed].filter((each) => each !== name && !declared.has(each)).map((each) => `${name}: its declarations need ${each}`);
}

/** What an archive leaves out: what tests and the workspace alone use. */
const NOT_SHIPPED = /(?:^|\/)(?:testing|vectors|spec)\//;

/**
 * Reads the declarations that an archive of a package would hold, without packing it: those that its build wrote, of sources that still exist.
 *
 * @param folder the package's folder
 */
export function shippedDeclarations(folder: string): readonly string[] {
  return readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.d.ts') && !NOT_SHIPPED.test(file))
    .filter((file) => ['.ts', '.tsx'].some((suffix) => existsSync(join(folder, 'src', file.replace(/\.d\.ts$/, suffix)))))
    .map((file) => readFileSync(join(folder, 'dist', file), 'utf8'));
}

function packagesIn(declaration: string): readonly string[] {
  const code = declaration.replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
  const imported = [...code.matchAll(/\b(?:from|import)\s*\(?\s*["']([^."'][^"']*)["']/g)].map(([, specifier]) => specifier ?? '');
  const globals = /\bNodeJS\.|\bBuffer\b/.test(code) ? ['node:buffer'] : [];
  return [...imported, ...globals].flatMap((specifier) => {
    if (isBuiltin(specifier)) return ['@types/node'];
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
    const types = TYPED_ELSEWHERE[name];
    return types === undefined ? [name] : [name, types];
  });
}
