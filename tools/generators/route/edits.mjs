import { addArgument, addExport, addImport, addToReturned } from '../shared/edit-source.mjs';

/** Where the routes of the contract are, one idea a file. */
export const ROUTES = 'packages/api/src/routes';
/** Where their handlers are. */
export const HANDLERS = 'packages/sidecar/src/routes';

/** What each file that knows every route has to learn of a new one: path → (source, route) → source. */
export const EDITS = {
  [`${ROUTES}/table.ts`]: (source, { id, Id, name }) => {
    const about = `about${Id}`;
    const listed = addArgument(addArgument(source, 'routes', id), 'describedRoutes', about);
    return addImport(addImport(listed, `./${name}.ts`, id), `./${name}.ts`, about);
  },
  'packages/api/src/single-routes.ts': (source, { id, name }) => addExport(source, `./routes/${name}.ts`, id),
  'packages/api/src/index.ts': (source, { Id, name }) => addExport(source, `./routes/${name}.ts`, `${Id}Answer`, { typeOnly: true }),
  [`${HANDLERS}/handlers.ts`]: (source, { id, name }) =>
    addImport(addToReturned(source, 'createHandlers', `...${id}Handlers()`), `./${name}.ts`, `${id}Handlers`),
};
