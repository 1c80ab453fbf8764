import { expect, it } from 'vitest';
import { claimFaults, doubledIn, testsNamedIn } from './claims.ts';

const source = `
describe('phi()', () => {
  it('exceeds 8 after 19 missed heartbeats', () => {});
  test.each([1, 2])('is \\'even\\' for %i', () => {});
  it(
    'stands on a line of its own',
    { timeout: 1 }, () => {});
});`;
const named = (title: string, path = 'a.test.ts') => ({ page: 'docs/gossip.mdx', line: 3, target: `${path} › ${title}` });
const faults = (title: string, path?: string) => claimFaults([named(title, path)], (at) => (at === 'a.test.ts' ? source : undefined));

it('a claim may name a test or a group of tests by its whole title', () => {
  for (const title of ['phi()', 'exceeds 8 after 19 missed heartbeats', "is 'even' for %i", 'stands on a line of its own'])
    expect(faults(title)).toEqual([]);
});

it('a claim whose test was renamed, or whose file is gone, is a fault with its place', () => {
  expect(faults('exceeds 8')).toEqual(['docs/gossip.mdx:3 is proved by "exceeds 8", and a.test.ts has no test of that title']);
  expect(faults('phi()', 'b.test.ts')).toEqual(['docs/gossip.mdx:3 is proved by a test of b.test.ts, which is not there']);
});

it('a test that does not run proves nothing, nor does a group of such tests', () => {
  const unrun = `
// it('stands in a comment', () => {});
/* it('stands in a long comment', () => {}); */
const text = "it('stands in a text', () => {})";
it.skip('is skipped', () => {});
it.todo('is to be written');
it('is skipped by an option', { skip: true }, () => {});
it.skip.each([1])('is skipped for %i', () => {});
describe.skip('skipped group', () => { it('is in a skipped group', () => {}); });
describe('group of none', () => { it.skip('is skipped alone', () => {}); });
describe('group of one', () => { it.skip('is skipped here', () => {}); it('runs', () => {}); });`;
  const of = (title: string) => claimFaults([named(title)], () => unrun);
  for (const title of ['stands in a comment', 'stands in a long comment', 'stands in a text'])
    expect(of(title)).toEqual([`docs/gossip.mdx:3 is proved by "${title}", and a.test.ts has no test of that title`]);
  const skipped = [
    'is skipped',
    'is to be written',
    'is skipped by an option',
    'is skipped for %i',
    'skipped group',
    'is in a skipped group',
  ];
  for (const title of [...skipped, 'group of none', 'is skipped alone', 'is skipped here'])
    expect(of(title)).toEqual([`docs/gossip.mdx:3 is proved by "${title}", which a.test.ts skips`]);
  expect([...of('group of one'), ...of('runs')]).toEqual([]);
});

it('all that follows the path is the title, so no part of it goes unchecked', () => {
  expect(faults('phi() › is no test')).toEqual([
    'docs/gossip.mdx:3 is proved by "phi() › is no test", and a.test.ts has no test of that title',
  ]);
  expect(claimFaults([named('a › b')], () => "it('a › b', () => {});")).toEqual([]);
});

it('the tests that a page names are read from its marks alone, with their lines', () => {
  const page = '# Gossip\n\nIt grows.:by{fence=grown test="a.test.ts › phi()"} `test="b › c"`\n\nIt ends.:by{test="a.test.ts › ends"}\n';
  expect(testsNamedIn('docs/gossip.mdx', page)).toEqual([
    { page: 'docs/gossip.mdx', line: 3, target: 'a.test.ts › phi()' },
    { page: 'docs/gossip.mdx', line: 5, target: 'a.test.ts › ends' },
  ]);
});

it('a mark names several tests, a comma before the path of each; a comma in a title is none', () => {
  const page = 'A.:by{test="packages/a.test.ts › one, two, packages/b.test.ts › three"}';
  expect(testsNamedIn('a.md', page).map(({ target }) => target)).toEqual(['packages/a.test.ts › one, two', 'packages/b.test.ts › three']);
});

it('a mark that has an attribute twice is refused: readers see only the last', () => {
  expect(doubledIn('a.md', 'A.\n\nB.:by{test="a › x" fence=kept test="b › y"}')).toEqual([
    'a.md:3 has test= twice in one mark: write both into one',
  ]);
  expect(doubledIn('a.md', 'B.:by{test="a › fence= b" fence=kept source="A B" cassandra=6.0}')).toEqual([]);
});
