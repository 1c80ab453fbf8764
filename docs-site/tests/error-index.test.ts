import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { describe, expect, it } from 'vitest';
import { parsePage } from '../plugins/page/parse.ts';
import { readPages } from '../scripts/fences/page.ts';
import { errorMessages } from '../scripts/generate/error-messages.ts';
import { queryOf } from '../src/search/query.ts';
import { answerCodes, errorClasses } from './support/driver-source.ts';
import { SITE } from './support/site.ts';

const file = join(SITE, 'docs/learn/errors.md');
const source = await readFile(file, 'utf8');
const messages = await errorMessages();

/** What a reader finds below each message. */
function sections(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let message = '';
  for (const node of parsePage(text, file).children as readonly RootContent[]) {
    if (node.type === 'heading') message = node.depth === 3 ? toString(node) : '';
    else if (message !== '') found.set(message, `${found.get(message) ?? ''}\n${toString(node)}`);
  }
  return found;
}

const lacking = (text: string): readonly string[] =>
  [...sections(text)]
    .filter(([, told]) => !/Is it (?:written|done)\?/.test(told) || !told.includes('What to do.'))
    .map(([message]) => message);

describe('the error index', () => {
  it('says of each error whether it is written, and what to do', () => {
    expect(sections(source).size).toBe(messages.length);
    expect(lacking(source)).toEqual([]);
    expect(lacking(source.replace('- **Is it written?** No.', ''))).toHaveLength(1);
  });

  it('has every code that a node can answer with, and every class of error that the driver has', async () => {
    // 0x8000 is the driver's own, for a node that no longer exists.
    const codes = (await answerCodes()).filter((code) => code < 0x8000);
    const shown = codes.map((code) => `0x${code.toString(16).toUpperCase().padStart(4, '0')}`);
    const bases = new Set(['DriverError', 'ResponseError']);
    const classes = (await errorClasses()).filter((name) => !bases.has(name));
    expect(codes.length).toBeGreaterThan(15);
    expect(classes.length).toBeGreaterThan(7);
    expect([...shown, ...classes].filter((name) => !source.includes(`\`${name}\``))).toEqual([]);
  });

  it('has every error that a page of this site shows, as it is pasted', async () => {
    const shown = (await readPages()).flatMap(({ id, source: page }) =>
      [...page.matchAll(/^(?:[A-Za-z]+: )?Error from server: code=.* message="(.*)"|^SyntaxException: (.*)$/gm)].map(
        ([line]) => `${id}: ${line}`,
      ),
    );
    expect(shown.length).toBeGreaterThan(20);
    const known = new Set(messages.map((message) => queryOf(message, [])));
    expect(shown.filter((line) => !known.has(queryOf(line, messages)))).toEqual([]);
  });
});

describe('queryOf()', () => {
  const known = ['Cannot achieve consistency level …', 'Cannot achieve … in DC …', '… is wrong (…)'];

  it.each([
    ['Error: Cannot achieve consistency level\n QUORUM', 'Cannot achieve consistency level'],
    ['the value "a" IS WRONG (42)', 'is wrong'],
    ['what is "a quorum"?', 'what is a quorum'],
    ['write-path', 'write path'],
    ['phi_convict_threshold', 'phi_convict_threshold'],
    ['  …  ', ''],
  ])('makes of %j the words %j', (text, words) => expect(queryOf(text, known)).toBe(words));

  it('takes the message that says most, where several match', () => {
    expect(queryOf('Cannot achieve consistency level ALL in DC west', [...known, 'level … in DC west'])).toBe(
      'Cannot achieve consistency level',
    );
  });
});
