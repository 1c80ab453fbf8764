import { addExport, addImport, addMember, addProperty, addToReturned, addToUnion } from '../shared/edit-source.mjs';

const API = 'packages/api/src';
const SIDECAR = 'packages/sidecar/src';

/** The path as the table writes it: behind the prefix that routes have. */
export function atApi(path) {
  return `\`\${API}${path}\``;
}

/** What each file that knows every route has to learn of a new one: path → (source, route) → source. */
export const EDITS = {
  [`${API}/routes.ts`]: (source, { id }) => addToUnion(source, 'RouteId', id),
  [`${API}/routes-ringside.ts`]: (source, { id, method, path, summary, doc }) =>
    addProperty(source, 'ringsideRoutes', `${id}: ringside('${method}', ${atApi(path)}, { summary: ${summary}, doc: ${doc} })`, {
      sorted: false,
    }),
  [`${API}/route-types.ts`]: (source, { id, Id }) =>
    addImport(
      addMember(source, 'RouteTypes', `${id}: { params: InstanceParams; body: ${Id}Answer };`),
      './types/ringside.ts',
      `${Id}Answer`,
    ),
  [`${API}/types/ringside.ts`]: (source, { id, Id }) => `${source}
/** Answer of the route \`${id}\`. */
export interface ${Id}Answer {
  /** What the asked node is doing, as Cassandra names it. */
  readonly operationMode: string;
}
`,
  [`${API}/index.ts`]: (source, { Id }) => addExport(source, './types/ringside.ts', `${Id}Answer`),
  [`${API}/schemas/answers-ringside.ts`]: (source, { Id, id }) => `${addImport(source, '../types/ringside.ts', `${Id}Answer`)}
/** Schema of {@link ${Id}Answer}. */
export const ${id}Answer: SchemaFor<${Id}Answer> = schemaFor<${Id}Answer>()(Type.Object({ operationMode: text }));
`,
  [`${API}/schemas/index.ts`]: (source, { id }) =>
    addImport(addProperty(source, 'answerSchemas', `${id}: ${id}Answer`), './answers-ringside.ts', `${id}Answer`),
  [`${SIDECAR}/routes/handlers.ts`]: (source, { id, name }) =>
    addImport(addToReturned(source, 'createHandlers', `...${id}Handlers()`), `./${name}.ts`, `${id}Handlers`),
  [`${SIDECAR}/testing/good-requests.ts`]: (source, { id, path }) => addProperty(source, 'GOOD', `${id}: '${path}'`),
};
