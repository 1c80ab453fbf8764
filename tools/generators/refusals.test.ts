import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../ci/steps.ts';
import { describedGenerators, helpFaults } from './support/examples.ts';
import { generate, workspaceTree } from './support/generate.ts';

const described = describedGenerators();
const SENTENCE = 'A sentence that is long enough.';
const OPTIONS: Readonly<Record<string, object>> = {
  package: { layer: 'pure', description: SENTENCE },
  adapter: { port: 'node-control', description: SENTENCE },
  command: { summary: 'Do it', description: SENTENCE },
  route: { summary: 'It', description: SENTENCE },
  page: { section: 'operate', title: 'It', description: SENTENCE },
  decision: { title: 'It', description: SENTENCE },
};

/** What a generator says instead of doing it; empty if it does it. */
async function refusal(generator: string, options: object): Promise<string> {
  const run = { generator, options: { ...OPTIONS[generator], ...options } };
  return generate(workspaceTree(ROOT), run).then(
    () => '',
    (error: unknown) => (error as Error).message,
  );
}

describe.each(described)('the generator $name', ({ name, schema }) => {
  it('says in its help what it makes and what each option means, with an example, and asks for what it needs', () => {
    expect(helpFaults({ name, schema })).toEqual([]);
  });

  it('stands in CONTRIBUTING.md and on its page of the documentation', () => {
    for (const file of ['CONTRIBUTING.md', 'docs-site/docs/develop/generators.md'])
      expect(readFileSync(join(ROOT, file), 'utf8')).toContain(`nx g @ringside/tools:${name}`);
  });

  it.each(['High-Tide', 'high_tide', 'high--tide', '-tide', '2tide', 'tide/', ''])('refuses the name %j in one sentence', async (wrong) => {
    expect(await refusal(name, { name: wrong })).toMatch(/^"[^"]*" is not a name in kebab-case; write it like [a-z-]+\.$/);
  });

  it('changes nothing in a tree when it refuses', async () => {
    const tree = workspaceTree(ROOT);
    await expect(generate(tree, { generator: name, options: { name: 'X' } })).rejects.toThrow('kebab-case');
    expect(tree.listChanges()).toEqual([]);
  });
});

describe('a generator', () => {
  it('is there for each folder that has a schema, and for no other', () => {
    const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const made = folders.map((entry) => entry.name).filter((folder) => !['shared', 'support'].includes(folder));
    expect(described.map((each) => each.name).toSorted()).toEqual(made.toSorted());
  });

  it.each([
    ...['package', 'adapter', 'route'].map((generator) => [generator, 'class', '"class" is a word of the language; choose another name.']),
    ...['package', 'adapter', 'route'].map((generator) => [generator, 'await', '"await" is a word of the language; choose another name.']),
    ...['package', 'adapter'].flatMap((generator) =>
      ['fs', 'http', 'crypto', 'node'].map((name) => [generator, name, `"${name}" is a module of Node; choose another name.`]),
    ),
    ...['package', 'adapter', 'route', 'command'].flatMap((generator) => [
      [generator, 'constructor', '"constructor" is what every object has as constructor; choose another name.'],
      [generator, 'to-string', '"to-string" is what every object has as toString; choose another name.'],
    ]),
    ['route', 'then', '"then" is what every object has as then; choose another name.'],
    ...['package', 'adapter'].map((generator) => [
      generator,
      'tools',
      '@ringside/tools is the package in tools already; choose another name.',
    ]),
    ...['package', 'adapter'].map((generator) => [
      generator,
      'x'.repeat(205),
      `@ringside/${'x'.repeat(30)}… is longer than the 214 characters that npm takes.`,
    ]),
    ...described.map(({ name }) => [name, 'nul', '"nul" is the name of a device on Windows; choose another name.']),
  ])('%s refuses the name %s: %s', async (generator = '', name, sentence) => {
    expect(await refusal(generator, { name })).toBe(sentence);
  });

  it.each([
    ['command', 'delete'],
    ['command', 'events'],
    ['page', 'tls'],
    ['page', 'import'],
    ['decision', 'http'],
    ['route', 'streams-of-class'],
  ])('%s takes the name %s, which means nothing there', async (generator, name) => {
    expect(await refusal(generator, { name })).toBe('');
  });

  it('of an adapter names the ports that there are', async () => {
    expect(await refusal('adapter', { name: 'tide-control', port: 'constructor' })).toBe(
      'There is no port constructor with a contract; those that have one are node-control.',
    );
  });

  it.each([
    ['package', { name: 'core' }, 'packages/core exists already; choose another name.'],
    ['adapter', { name: 'core' }, 'packages/core exists already; choose another name.'],
    ['command', { name: 'health' }, 'packages/cli/src/commands/health.ts exists already; choose another name.'],
    ['command', { name: 'snapshot' }, 'packages/cli/src/commands/snapshot exists already; choose another name.'],
    ['command', { name: 'list', parent: 'snapshot' }, 'packages/cli/src/commands/snapshot/list.ts exists already; choose another name.'],
    ['command', { name: 'help' }, 'ringside help is made of the others; choose another name.'],
    [
      'command',
      { name: 'copy', parent: 'health' },
      'ringside health has no subcommands; those that have are operations, snapshot, access, audit, sidecar, config.',
    ],
    ['route', { name: 'nodes' }, 'packages/api/src/routes/nodes.ts exists already; choose another name.'],
    ['route', { name: 'handlers' }, 'packages/sidecar/src/routes/handlers.ts exists already; choose another name.'],
    ['route', { name: 'logging-levels' }, 'There is a route loggingLevels already; choose another name.'],
    ['route', { name: 'hints', path: '/cassandra/streams' }, 'There is a route GET /cassandra/streams already; choose another path.'],
    ['route', { name: 'hints', path: '/hints/:id' }, '"/hints/:id" is not a path like /cassandra/hints; parameters are added by hand.'],
    ['page', { name: 'snapshots' }, 'docs-site/docs/operate/snapshots.md exists already; choose another name.'],
    ['page', { name: 'hints', group: 'On disk' }, 'Operate has no groups; leave --group out.'],
    ['decision', { name: 'toolchain' }, 'docs-site/docs/decisions/0001-toolchain.md exists already; choose another name.'],
    ['decision', { name: 'hints', description: 'Hints.' }, '"Hints." is too short for a description; write one whole sentence.'],
  ])('%s with %j says: %s', async (generator, options, sentence) => {
    expect(await refusal(generator, options)).toBe(sentence);
  });

  it('with less in its help would be found', () => {
    const schema = { description: 'Makes it.', properties: { name: { description: 'Name.' } }, required: ['name'] };
    expect(helpFaults({ name: 'bare', schema })).toEqual([
      'it does not say what it makes',
      '--name is not explained',
      '--name is not asked for',
      'it has no example',
    ]);
  });

  it.each([
    ['route', 'packages/api/src/routes/table.ts', 'The generator does not find the constant routes any more'],
    ['command', 'packages/cli/src/program/catalogue.ts', 'The generator does not find the constant CATALOGUE any more'],
    ['page', 'docs-site/sidebars.ts', 'The generator does not find the category Operate any more'],
    ['decision', 'docs-site/docs/decisions/index.md', 'The generator does not find the table of'],
  ])('%s says so when %s is not what it was', async (generator, file, sentence) => {
    const tree = workspaceTree(ROOT);
    tree.write(file, '// Elsewhere.\n');
    const run = { generator, options: { ...OPTIONS[generator], name: 'hints' } };
    await expect(generate(tree, run)).rejects.toThrow(sentence);
  });

  it('of a page of Learn names the groups that there are', async () => {
    expect(await refusal('page', { name: 'hints', section: 'learn' })).toMatch(
      /^--group must say where in Learn the page belongs: "The ring", /,
    );
  });
});
