import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../fences/ring.ts';

/** What each field means, by its path as in `SchemaRow`. */
export type FieldMeanings = ReadonlyMap<string, string>;

/** The two bodies of a route. */
export type BodyName = 'answered' | 'body';

/** Gives the meanings of the fields of a route's body, or of its answer. */
export type MeaningsOf = (route: string, body: BodyName) => FieldMeanings;

const TABLE = join(ROOT, 'packages', 'api', 'src', 'routes', 'table.ts');
const MAX_DEPTH = 8;

/**
 * Reads what the fields of every route mean from the doc comments of the TypeScript interfaces that its schemas are of: written once, for programs and for readers.
 *
 * @throws Error when the table of routes cannot be read
 */
export function readFieldMeanings(): MeaningsOf {
  const program = ts.createProgram([TABLE], optionsOfSources());
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(TABLE);
  const symbol = file && checker.getSymbolAtLocation(file);
  const table = symbol && checker.getExportsOfModule(symbol).find(({ name }) => name === 'routes');
  if (file === undefined || table === undefined) throw new Error(`${TABLE} has no table of routes`);
  const routes = checker.getTypeOfSymbolAtLocation(table, file);
  return (route, body) => {
    const type = typeAt(checker, file, routes, [route, '~types', body]);
    const meanings = new Map<string, string>();
    if (type !== undefined) walk({ checker, file, meanings }, eventOf(checker, type) ?? type, '', 0);
    return meanings;
  };
}

function optionsOfSources(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, ROOT);
  return { ...options, noEmit: true, composite: false, allowImportingTsExtensions: true, rewriteRelativeImportExtensions: false };
}

function typeAt(checker: ts.TypeChecker, file: ts.SourceFile, from: ts.Type, path: readonly string[]): ts.Type | undefined {
  return path.reduce<ts.Type | undefined>((type, name) => {
    const property = type && checker.getNonNullableType(type).getProperty(name);
    return property && checker.getTypeOfSymbolAtLocation(property, file);
  }, from);
}

/** What a stream of events is of. */
function eventOf(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  const isStream = ['AsyncIterable', 'AsyncIterableIterator', 'AsyncGenerator'].includes(type.symbol?.name ?? '');
  return isStream ? checker.getTypeArguments(type as ts.TypeReference)[0] : undefined;
}

interface Walk {
  readonly checker: ts.TypeChecker;
  readonly file: ts.SourceFile;
  readonly meanings: Map<string, string>;
}

/** Every option of a union is walked; the first that says what a field means counts. */
function walk(at: Walk, type: ts.Type, prefix: string, depth: number): void {
  if (depth > MAX_DEPTH) return;
  const { checker } = at;
  if (type.isUnion()) return type.types.forEach((option) => walk(at, option, prefix, depth));
  if ((type.flags & ts.TypeFlags.Object) === 0) return;
  const item = checker.isArrayLikeType(type) ? checker.getIndexTypeOfType(type, ts.IndexKind.Number) : undefined;
  if (item !== undefined) return walk(at, item, `${prefix}[]`, depth + 1);
  const value = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (value !== undefined) walk(at, value, `${prefix}{}`, depth + 1);
  for (const property of checker.getPropertiesOfType(type)) walkField(at, property, prefix, depth);
}

function walkField(at: Walk, property: ts.Symbol, prefix: string, depth: number): void {
  const path = prefix === '' ? property.name : `${prefix}.${property.name}`;
  const meaning = plain(ts.displayPartsToString(property.getDocumentationComment(at.checker)));
  if (meaning !== '' && !at.meanings.has(path)) at.meanings.set(path, meaning);
  walk(at, at.checker.getTypeOfSymbolAtLocation(property, at.file), path, depth + 1);
}

/** Links of doc comments lead to nothing on a page of another kind: their names stay. */
function plain(comment: string): string {
  return comment
    .replace(/\{@link\s+([^}|\s]+)[^}]*\}/g, '`$1`')
    .replace(/\s+/g, ' ')
    .trim();
}
