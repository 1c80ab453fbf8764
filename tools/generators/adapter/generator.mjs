import { generateFiles } from '@nx/devkit';
import { join } from 'node:path';
import { packageFiles } from '../package/files.mjs';
import { addPackage } from '../package/register.mjs';
import { finish } from '../shared/finish.mjs';
import { pascalCase, requireKebabCase, requirePackageName, sentence } from '../shared/names.mjs';
import { PORTS } from './ports.mjs';

/**
 * Makes `packages/<name>`, an adapter of a port that passes the port's contract from the start: over a simulated node, which is then
 * replaced role by role with the real thing.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ name: string, port: string, description: string, skipInstall?: boolean }} options
 */
export default async function adapterGenerator(tree, { name, port, description, skipInstall = false }) {
  requireKebabCase(name);
  requirePackageName(tree, name);
  if (!Object.hasOwn(PORTS, port))
    throw new Error(`There is no port ${port} with a contract; those that have one are ${Object.keys(PORTS).join(', ')}.`);
  const { suffix, ground } = PORTS[port];
  const subject = name.replace(new RegExp(`-${suffix}$`), '');
  addPackage(
    tree,
    name,
    packageFiles(tree, { name, layer: 'adapter', description, browser: false, uses: ['model', port, 'simulated-cluster'] }),
    false,
  );
  const names = { name, subject, Name: pascalCase(`${subject}-${suffix}`), description: sentence(description) };
  generateFiles(tree, join(import.meta.dirname, 'files', ground), `packages/${name}`, names);
  return finish(tree, {
    install: !skipInstall,
    next: [
      `Replace the simulated node in packages/${name}/src/control.ts role by role with the real thing; the contract must stay green.`,
      `Run the contract against a real node in an x.integration.test.ts, as packages/cluster/src/node-control.integration.test.ts does.`,
      `npx nx run-many -t lint typecheck test -p @ringside/${name}`,
    ],
  });
}
