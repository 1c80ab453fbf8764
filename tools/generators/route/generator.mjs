import { generateFiles } from '@nx/devkit';
import { join } from 'node:path';
import { finish } from '../shared/finish.mjs';
import {
  camelCase,
  pascalCase,
  quote,
  requireAbsent,
  requireIdentifier,
  requireKebabCase,
  requireSentence,
  sentence,
} from '../shared/names.mjs';
import { atApi, EDITS } from './edits.mjs';

const HANDLERS = 'packages/sidecar/src/routes';

/**
 * Makes an HTTP route of our own: its row in the contract, the type and schema of its answer, its handler in the sidecar, and a test.
 * The typed client, the OpenAPI document and the reference are made from the contract.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ name: string, summary: string, description: string, path?: string, method?: string }} options
 */
export default async function routeGenerator(tree, { name, summary, description, path = `/cassandra/${name}`, method = 'GET' }) {
  requireKebabCase(name);
  requireIdentifier(name);
  requireSentence(description);
  if (!/^(?:\/[a-z0-9][a-z0-9.-]*)+$/.test(path))
    throw new Error(`"${path}" is not a path like /cassandra/hints; parameters are added by hand.`);
  requireAbsent(tree, `${HANDLERS}/${name}.ts`);
  const route = {
    id: camelCase(name),
    Id: pascalCase(name),
    name,
    path,
    method,
    summary: quote(summary),
    doc: quote(sentence(description)),
  };
  refuseTaken(tree, route);
  for (const [file, edit] of Object.entries(EDITS)) tree.write(file, edit(tree.read(file, 'utf8'), route));
  generateFiles(tree, join(import.meta.dirname, 'files'), HANDLERS, { ...route, what: sentence(summary) });
  return finish(tree, {
    next: [
      `Say in packages/api/src/types/ringside.ts and packages/api/src/schemas/answers-ringside.ts what ${route.Id}Answer holds.`,
      `Answer it in ${HANDLERS}/${name}.ts, and its test with it; parameters need a schema in packages/api/src/schemas/parameters.ts.`,
      'npx nx run-many -t lint typecheck test -p @ringside/api @ringside/sidecar',
    ],
  });
}

function refuseTaken(tree, { id, path, method }) {
  const ids = tree.read('packages/api/src/routes.ts', 'utf8');
  if (ids.includes(`| '${id}'`)) throw new Error(`There is a route ${id} already; choose another name.`);
  const own = tree.read('packages/api/src/routes-ringside.ts', 'utf8');
  if (own.includes(`ringside('${method}', ${atApi(path)}`))
    throw new Error(`There is a route ${method} ${path} already; choose another path.`);
}
