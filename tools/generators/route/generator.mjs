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
import { EDITS, HANDLERS, ROUTES } from './edits.mjs';

/**
 * Makes an HTTP route of our own: its definition in the contract, its handler in the sidecar, and a test. The typed client, the OpenAPI document and
 * the reference are made from the definition.
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
  for (const folder of [ROUTES, HANDLERS]) requireAbsent(tree, `${folder}/${name}.ts`);
  const route = {
    id: camelCase(name),
    Id: pascalCase(name),
    name,
    path,
    method,
    looks: method === 'GET',
    permission: `${name.replaceAll('-', '_').toUpperCase()}:${method === 'GET' ? 'READ' : 'MODIFY'}`,
    summary: quote(summary),
    doc: quote(sentence(description)),
  };
  refuseTaken(tree, route);
  for (const [file, edit] of Object.entries(EDITS)) tree.write(file, edit(tree.read(file, 'utf8'), route));
  for (const [part, folder] of [
    ['api', ROUTES],
    ['sidecar', HANDLERS],
  ])
    generateFiles(tree, join(import.meta.dirname, 'files', part), folder, { ...route, what: sentence(summary) });
  return finish(tree, {
    next: [
      `Say in ${ROUTES}/${name}.ts what is asked and answered, with an example, and who may ask (${route.permission}; Apache's name where it has one).`,
      `Answer it in ${HANDLERS}/${name}.ts, and its test with it; parameters are values of ${ROUTES}/parameters.ts.`,
      'npx nx run-many -t lint typecheck test -p @ringside/api @ringside/sidecar',
    ],
  });
}

function refuseTaken(tree, { id, path, method }) {
  for (const file of tree.children(ROUTES)) {
    const source = tree.read(`${ROUTES}/${file}`, 'utf8');
    const shared = /const PATH = (`[^`]+`)/.exec(source)?.[1];
    for (const definition of source.split('= defineRoute({').slice(1)) {
      if (definition.includes(`id: '${id}'`)) throw new Error(`There is a route ${id} already; choose another name.`);
      const own = /method: '(\w+)'/.exec(definition)?.[1] ?? 'GET';
      const at = /path: (PATH|`[^`]+`)/.exec(definition)?.[1];
      if (own === method && (at === 'PATH' ? shared : at) === `\`\${API}${path}\``)
        throw new Error(`There is a route ${method} ${path} already; choose another path.`);
    }
  }
}
