import { generateFiles } from '@nx/devkit';
import { join } from 'node:path';
import { addElement, objectsOf } from '../shared/edit-source.mjs';
import { finish } from '../shared/finish.mjs';
import { quote, requireAbsent, requireFileName, requireKebabCase, requireNoMember, requireSentence, sentence } from '../shared/names.mjs';

const COMMANDS = 'packages/cli/src/commands';
const CATALOGUE = 'packages/cli/src/program/catalogue.ts';

/**
 * Makes a command of `ringside`: its file, its test, and its entry in the catalogue, from which help, completion and reference are made.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ name: string, summary: string, description: string, group?: string, parent?: string, changes?: boolean }} options
 */
export default async function commandGenerator(tree, { name, summary, description, group = 'observe', parent, changes = false }) {
  requireKebabCase(name);
  requireFileName(name);
  requireNoMember(name);
  requireSentence(description);
  if (name === 'help') throw new Error('ringside help is made of the others; choose another name.');
  const path = parent === undefined ? name : `${parent}/${name}`;
  for (const taken of [`${COMMANDS}/${path}`, `${COMMANDS}/${path}.ts`]) requireAbsent(tree, taken);
  const catalogue = tree.read(CATALOGUE, 'utf8');
  refuseListed(catalogue, name, parent);
  // Completion scripts put summaries in single quotes.
  const shown = summary.replaceAll("'", '’');
  const load = `async () => (await import('../commands/${path}.ts')).command`;
  tree.write(
    CATALOGUE,
    parent === undefined
      ? addCommand(catalogue, { name, summary: shown, group, load })
      : addChild(catalogue, { name, summary: shown, parent, load }),
  );
  const words = parent === undefined ? name : `${parent} ${name}`;
  const up = parent === undefined ? '..' : '../..';
  const text = { name, words, up, changes, line: quote(sentence(description)) };
  generateFiles(tree, join(import.meta.dirname, 'files'), `${COMMANDS}/${parent ?? ''}`, text);
  return finish(tree, {
    next: [
      `Replace what ${COMMANDS}/${path}.ts asks and prints, and its test with it; errors that people see are OpsErrors.`,
      `npx ringside ${words} --help`,
      'npx nx run-many -t lint typecheck test -p @ringside/cli',
    ],
  });
}

/** A command's file need not be called as it is. */
function refuseListed(catalogue, name, parent) {
  const commands = objectsOf(catalogue, 'CATALOGUE');
  if (parent === undefined && commands.some((entry) => entry.name === `'${name}'`)) {
    throw new Error(`There is a command ringside ${name} already; choose another name.`);
  }
}

function addCommand(catalogue, { name, summary, group, load }) {
  const entry = `{ name: '${name}', group: ${group.toUpperCase()}, summary: ${quote(summary)}, load: ${load} }`;
  return addElement(catalogue, 'CATALOGUE', entry, (each) => each.includes(`group: ${group.toUpperCase()}`));
}

function addChild(catalogue, { name, summary, parent, load }) {
  const parents = objectsOf(catalogue, 'CATALOGUE').filter((entry) => entry.children !== undefined);
  const children = parents.find((entry) => entry.name === `'${parent}'`)?.children;
  if (children === undefined) {
    const known = parents.map((entry) => entry.name?.replaceAll("'", '')).join(', ');
    throw new Error(`ringside ${parent} has no subcommands; those that have are ${known}.`);
  }
  return addElement(catalogue, children, `subcommand('${name}', ${quote(summary)}, ${load})`);
}
