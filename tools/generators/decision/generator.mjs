import { finish } from '../shared/finish.mjs';
import { frontMatter } from '../shared/front-matter.mjs';
import { requireFileName, requireKebabCase, requireSentence } from '../shared/names.mjs';

const FOLDER = 'docs-site/docs/decisions';
const INDEX = `${FOLDER}/index.md`;

/**
 * Makes a decision record under the next free number, and its row in the index. The sidebar lists the folder by itself.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ name: string, title: string, description: string }} options
 */
export default async function decisionGenerator(tree, { name, title, description }) {
  requireKebabCase(name);
  requireFileName(name);
  requireSentence(description);
  const records = tree.children(FOLDER).filter((file) => /^\d{4}-.*\.mdx?$/.test(file));
  const same = records.find((file) => file.slice(5).replace(/\.mdx?$/, '') === name);
  if (same !== undefined) throw new Error(`${FOLDER}/${same} exists already; choose another name.`);
  const number = String(Math.max(0, ...records.map((file) => Number(file.slice(0, 4)))) + 1).padStart(4, '0');
  const file = `${number}-${name}.md`;
  const front = frontMatter({ title: `${number}: ${title}`, sidebar_label: `${number} ${title}`, description });
  tree.write(`${FOLDER}/${file}`, `${front}\n# ${number}: ${title}\n\n${BODY}`);
  tree.write(
    INDEX,
    addRow(tree.read(INDEX, 'utf8'), `| [${number}](${file}) | ${description.replace(/\.$/, '').replaceAll('|', String.raw`\|`)} |`),
  );
  return finish(tree, {
    next: [
      `Write ${FOLDER}/${file}: half a page, with the alternatives and why they lost. Commit it with the change that it explains.`,
      'cd docs-site && npx vitest run tests/prose.test.ts',
    ],
  });
}

function addRow(index, row) {
  const lines = index.split('\n');
  const last = lines.findLastIndex((line) => /^\| \[\d{4}\]\(/.test(line));
  if (last === -1) throw new Error(`The generator does not find the table of ${INDEX} any more; it has to learn where that went.`);
  return lines.toSpliced(last + 1, 0, row).join('\n');
}

const BODY = `## Question

What had to be decided, and what made it hard.

## Decision

What is done from now on. Rejected: what else there was, and why it lost.

## What it costs

What gets harder.

## Revisit when

What would have to change.
`;
