import { join } from 'node:path';
import { RUN_LANGUAGES, type Fence } from '../../plugins/fences/fence.ts';
import { readTerms } from '../../plugins/glossary/terms.ts';
import { type Claim, isOnlyCited, PROOFS, type ProofKind } from '../../plugins/claims/claim.ts';
import type { Figures } from '../../figures/figure.ts';
import { allClaims } from '../claims/all-claims.ts';
import { readPages } from '../fences/page.ts';
import { listedLinks } from '../links/list.ts';
import { groupBy } from './group-by.ts';
import { siteFolder } from './write.ts';

/** What the site proves, counted from its own sources when it is built. */
export interface Proof {
  readonly sections: readonly SectionProof[];
  /** Every fence that is not run, with its reason. */
  readonly notRun: readonly { readonly page: string; readonly line: number; readonly language: string; readonly reason: string }[];
  readonly figures: { readonly computed: number; readonly tables: number };
  /** Every fact that is cited, not computed. */
  readonly cited: readonly { readonly page: string; readonly value: string; readonly source: string }[];
  /** The claims of each page that has any marked, and what proves them. */
  readonly claims: readonly ClaimCount[];
  /** How many pages have none marked yet. */
  readonly pagesWithoutClaims: number;
  /** Every claim that only a source proves. */
  readonly onlyCited: readonly Pick<Claim, 'page' | 'id' | 'text' | 'proofs'>[];
  readonly glossaryTerms: number;
  readonly externalLinks: number;
}

/** The claims of one page. */
export interface ClaimCount {
  readonly page: string;
  readonly claims: number;
  /** How many are proved, in part or whole, by each kind of proof. */
  readonly by: Readonly<Record<ProofKind, number>>;
  readonly onlyCited: number;
}

/** The fences of one section of the site. */
export interface SectionProof {
  readonly section: string;
  readonly pages: number;
  readonly run: Readonly<Record<string, number>>;
  /** Outputs that are compared, and how many of them have parts that may differ. */
  readonly outputs: number;
  readonly varying: number;
  readonly quiet: number;
  readonly notRun: number;
}

/** Counts what the site proves. */
export async function countProof(figures: Readonly<Record<string, Figures>>): Promise<Proof> {
  const pages = await readPages();
  const sections = [...groupBy(pages, ({ id }) => id.split('/')[0] ?? id)];
  const claims = await allClaims(figures);
  const marked = [...claims].filter(([, own]) => own.length > 0);
  const all = Object.entries(figures).flatMap(([page, own]) => Object.values(own).map((figure) => ({ page, figure })));
  return {
    sections: sections.map(([section, own]) =>
      countSection(
        section,
        own.length,
        own.flatMap(({ fences }) => fences),
      ),
    ),
    notRun: pages.flatMap(({ id, fences }) =>
      fences.flatMap(({ line, language, notRun }) => (notRun === undefined ? [] : [{ page: id, line, language, reason: notRun }])),
    ),
    figures: {
      computed: all.filter(({ figure }) => typeof figure === 'string').length,
      tables: all.filter(({ figure }) => typeof figure !== 'string' && 'rows' in figure).length,
    },
    cited: all.flatMap(({ page, figure }) => (typeof figure !== 'string' && 'value' in figure ? [{ page, ...figure }] : [])),
    claims: marked.map(([page, own]) => countClaims(page, own)),
    pagesWithoutClaims: claims.size - marked.length,
    onlyCited: marked.flatMap(([, own]) => own.filter(isOnlyCited).map(({ page, id, text, proofs }) => ({ page, id, text, proofs }))),
    glossaryTerms: readTerms(join(siteFolder, 'docs/learn/glossary.mdx')).length,
    externalLinks: (await listedLinks()).length,
  };
}

function countClaims(page: string, claims: readonly Claim[]): ClaimCount {
  const having = (kind: ProofKind): number => claims.filter(({ proofs }) => proofs.some((proof) => proof.kind === kind)).length;
  const by = Object.fromEntries(PROOFS.map((kind) => [kind, having(kind)])) as Record<ProofKind, number>;
  return { page, claims: claims.length, by, onlyCited: claims.filter(isOnlyCited).length };
}

function countSection(section: string, pages: number, fences: readonly Fence[]): SectionProof {
  const run = fences.filter(({ notRun }) => notRun === undefined);
  const outputs = run.flatMap(({ output }) => (output === undefined ? [] : [output]));
  return {
    section,
    pages,
    run: Object.fromEntries(RUN_LANGUAGES.map((language) => [language, run.filter((fence) => fence.language === language).length])),
    outputs: outputs.length,
    varying: outputs.filter(({ vary }) => vary.length > 0).length,
    quiet: run.filter(({ quiet }) => quiet !== undefined).length,
    notRun: fences.length - run.length,
  };
}
