import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProofs, fenceIds } from '../plugins/claims/check.ts';
import { fencesOfFile } from '../plugins/claims/index.ts';
import { isOnlyCited } from '../plugins/claims/claim.ts';
import { readClaims } from '../plugins/claims/read-claims.ts';
import { claimsAsComments, claimsInSource } from '../plugins/claims/source.ts';
import { parsePage } from '../plugins/page/parse.ts';
import { allClaims } from '../scripts/claims/all-claims.ts';
import { pageFiles } from '../scripts/fences/page.ts';
import { computeFigures } from '../scripts/generate/figures.ts';
import { SITE } from './support/site.ts';

const FILE = '/srv/docs/learn/gossip.mdx';
const FENCE = '```';
const claims = (source: string, file = FILE) => readClaims(parsePage(source, file), 'learn/gossip', file).map(({ claim }) => claim);

/** Pages that are marked from end to end, all but advice and what leads to the next fence, with how many marks there are at least. */
const WHOLE: Readonly<Record<string, number>> = {
  'learn/compaction': 49,
  'learn/consistency': 69,
  'learn/failure-detection': 60,
  'learn/gossip': 91,
  'learn/hinted-handoff': 48,
  'learn/lightweight-transactions': 54,
  'learn/read-path': 53,
  'learn/read-repair': 51,
  'learn/replication': 59,
  'learn/rolling-restart': 57,
  'learn/storage-engine': 72,
  'learn/token-ring': 62,
  'learn/tombstones': 60,
  'learn/write-path': 54,
};

describe('readClaims()', () => {
  it('finds what stands before each mark, back to the mark before it, also in Markdown without components', () => {
    const source = 'Hints are **kept**.:by{fence=kept} And `b`\ngoes on.:by{source="StorageProxy.cas Hint" cassandra=6.0}';
    for (const file of [FILE, '/srv/docs/operate/status.md'])
      expect(claims(source, file)).toMatchObject([
        { id: 'claim-hints-are-kept', line: 1, text: 'Hints are kept.', proofs: [{ kind: 'fence', target: 'kept' }] },
        {
          id: 'claim-and-b-goes-on',
          line: 2,
          text: 'And b goes on.',
          proofs: [
            { kind: 'source', target: 'StorageProxy.cas', cassandra: '6.0' },
            { kind: 'source', target: 'Hint', cassandra: '6.0' },
          ],
        },
      ]);
  });

  it('takes a row of a table up to its mark as one claim, and gives no id twice', () => {
    const table = '| a | b |\n| --- | --- |\n| write | hinted:by{default=max_hint_window} |\n| write | hinted:by{figure=x} |';
    expect(claims(table).map(({ id, text }) => [id, text])).toEqual([
      ['claim-write-hinted', 'write · hinted'],
      ['claim-write-hinted-2', 'write · hinted'],
    ]);
  });

  it('tells a claim that only a source proves from one that something here proves too', () => {
    expect(claims('A.:by{source=Hint} B.:by{source=Hint fence=b}').map(isOnlyCited)).toEqual([true, false]);
  });

  it.each([
    ['A.:by{fense=kept}', 'Nothing is proved by "fense"; did you mean "fence"?'],
    ['A.:by', ':by{…} names no proof: fence="…"'],
    ['A.:by{cassandra=6.0}', ':by{…} names no proof'],
    [':by{fence=kept} A.', 'This mark follows no text that it could be about.'],
  ])('refuses the planted %s', (source, fault) => expect(() => claims(`text\n\n${source}`)).toThrow(`gossip.mdx:3: ${fault}`));
});

it('a mark after a colon, which Markdown would show as text, is refused', () => {
  expect(() => claims('It says::by{fence=kept}', '/srv/docs/operate/status.md')).toThrow('A mark cannot follow a colon');
});

describe('checkProofs()', () => {
  const known = {
    fencesOf: (page: string) => ({ 'learn/gossip': ['kept'], 'learn/repair': ['tree'] })[page],
    figures: { gossip: { rounds: '5' } },
  };
  const check = (mark: string) => () => claims(`A.:by{${mark}}`).forEach((claim) => checkProofs(claim, FILE, known));

  it('lets a fence, a figure, a setting, a test and a class be', () => {
    expect(
      check(
        'fence="kept learn/repair#tree" figure=rounds default=max_hint_window test="a.test.ts › a" source="unified/Controller Hint.ttl"',
      ),
    ).not.toThrow();
  });

  it.each([
    ['fence=kepd', 'learn/gossip has no fence with id=kepd. Did you mean "kept"?'],
    ['fence="learn/repairs#tree"', 'learn/repairs has no fence with id=tree'],
    ['figure=round', 'figures/gossip.ts has no figure "round". Did you mean "rounds"?'],
    ['default=max_hint_windows', 'The table of defaults has no setting "max_hint_windows". Did you mean "max_hint_window"?'],
    ['test="a.test.ts"', 'A test is named by its path and title'],
    ['source="Hint" cassandra=3.0', 'There is no Cassandra 3.0 here.'],
    ['source="Hint.ttl()"', '"Hint.ttl()" is no class or member of one.'],
  ])('refuses the planted %s', (mark, fault) => expect(check(mark)).toThrow(fault));

  it('refuses two fences of one id', () => {
    const source = `${FENCE}bash id=a\nls\n${FENCE}\n\n${FENCE}cql id=a\nSELECT 1;\n${FENCE}\n`;
    expect(() => fenceIds(parsePage(source, FILE), FILE)).toThrow('gossip.mdx:5: Two fences have id=a.');
  });
});

describe('the claims of the pages', { timeout: 240_000 }, () => {
  it('are proved by fences, figures and settings that are there', async () => {
    const figures = await computeFigures();
    const files = await pageFiles();
    const known = { fencesOf: (page: string) => fencesOfFile(join(SITE, 'docs'), page), figures };
    const all = [...(await allClaims()).values()].flat();
    const check = (): void => all.forEach((claim) => checkProofs(claim, files.get(claim.page) ?? claim.page, known));
    expect(all.length).toBeGreaterThan(200);
    expect(check).not.toThrow();
  });

  it('are all marked on the pages that have most of them', async () => {
    const all = await allClaims();
    const few = Object.entries(WHOLE).filter(([page, least]) => (all.get(page)?.length ?? 0) < least);
    expect(few).toEqual([]);
  });

  it('stand in the Markdown copy with what proves them, where no reader of rendered text sees it', async () => {
    expect(claimsAsComments(claimsInSource('A.:by{fence=kept source=Hint} B.\n', FILE))).toBe(
      'A.<!-- proved by fence kept; source Hint 5.0 --> B.\n',
    );
    const file = join(SITE, 'docs/learn/hinted-handoff.mdx');
    expect(claimsAsComments(claimsInSource(await readFile(file, 'utf8'), file))).not.toContain(':by{');
  });
});
