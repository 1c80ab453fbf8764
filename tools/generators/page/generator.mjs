import { addSidebarItem, sidebarGroups } from '../shared/edit-source.mjs';
import { finish } from '../shared/finish.mjs';
import { frontMatter } from '../shared/front-matter.mjs';
import { requireAbsent, requireFileName, requireKebabCase, requireSentence } from '../shared/names.mjs';

const SIDEBARS = 'docs-site/sidebars.ts';
const LABELS = { learn: 'Learn', operate: 'Operate', develop: 'Develop' };

/**
 * Makes a page of the documentation: front matter, the shape that pages of its section have, and its entry in the sidebar.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ name: string, section: 'learn' | 'operate' | 'develop', title: string, description: string, group?: string }} options
 */
export default async function pageGenerator(tree, { name, section, title, description, group }) {
  requireKebabCase(name);
  requireFileName(name);
  requireSentence(description);
  for (const ending of ['md', 'mdx']) requireAbsent(tree, `docs-site/docs/${section}/${name}.${ending}`);
  const sidebars = tree.read(SIDEBARS, 'utf8');
  const labels = [LABELS[section], ...(group === undefined ? [] : [group])];
  requireGroup(sidebarGroups(sidebars, LABELS[section]), LABELS[section], group);
  tree.write(SIDEBARS, addSidebarItem(sidebars, labels, `'${section}/${name}'`));
  tree.write(`docs-site/docs/${section}/${name}.md`, `${frontMatter({ title, description })}\n# ${title}\n\n${BODIES[section]}`);
  return finish(tree, {
    next: [
      `Write docs-site/docs/${section}/${name}.md; call it .mdx if it shows a component.`,
      `Link to it where a reader would look for it, such as docs-site/docs/${section}/index.md.`,
      section === 'develop'
        ? 'cd docs-site && npx vitest run tests/prose.test.ts'
        : `npm run docs:record -- ${section}/${name}   # runs its fences and writes what they print`,
      'npx nx build docs-site',
    ],
  });
}

/** A category that consists of others has no place for a page of its own. */
function requireGroup(groups, section, group) {
  if (group === undefined ? groups.length === 0 : groups.includes(group)) return;
  if (groups.length === 0) throw new Error(`${section} has no groups; leave --group out.`);
  throw new Error(`--group must say where in ${section} the page belongs: ${groups.map((each) => `"${each}"`).join(', ')}.`);
}

const BODIES = {
  learn: `**Which question does this page answer?**

## Why it matters

What goes wrong for somebody who does not know it.

## How it works

The mechanism, with what a real ring prints.

## Where to go next

Which question the next page answers, and what to try on a ring.
`,
  operate: `What it is for, and when it is needed.

## What it does

Each step, and how to see that it worked.

## When it does not work

What is shown then, and what helps.

## Where to go next

What an operator wants to do or see next.
`,
  develop: `What somebody who changes Ringside wants to do here.

## How it is done

The steps, and what a change must keep.

## Where to go next

What somebody who has done this looks for next.
`,
};
