import type { ReactNode } from 'react';
import Link from '@docusaurus/Link';
import { ComputedTable } from '@site/src/components/scroll-table/ComputedTable';
import { TableHead } from '@site/src/components/scroll-table/TableHead';
import { pictures } from '@site/src/live/registry';
import proof from '@site/src/generated/proof.json';

const names: Readonly<Record<string, string>> = {
  learn: 'Learn',
  operate: 'Operate',
  develop: 'Develop',
  decisions: 'Decisions',
  'quick-start': 'Quick start',
};

/** How many fences are run, section by section, and how many of their outputs are compared. */
export function FenceCounts(): ReactNode {
  return (
    <ComputedTable>
      <TableHead
        cells={['Section', 'Pages with fences', 'CQL', 'Shell', 'TypeScript', 'Outputs compared', 'of which vary in part', 'Not run']}
      />
      <tbody>
        {proof.sections.map(({ section, pages, run, outputs, varying, notRun }) => (
          <tr key={section}>
            <th scope="row">{names[section] ?? section}</th>
            {[pages, run.cql, run.bash, run.ts, outputs, varying, notRun].map((count, index) => (
              // The columns of one row never change places.
              // oxlint-disable-next-line react/no-array-index-key
              <td key={index}>{count}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </ComputedTable>
  );
}

/** Every fence that is not run, and why. */
export function NotRun(): ReactNode {
  return (
    <ComputedTable>
      <TableHead cells={['Page', 'Line', 'Language', 'Why it is not run']} />
      <tbody>
        {proof.notRun.map(({ page, line, language, reason }) => (
          <tr key={`${page} ${line}`}>
            <td>
              <Link to={`/${page.replace(/\/index$/, '')}`}>{page}</Link>
            </td>
            <td>{line}</td>
            <td>{language}</td>
            <td>{reason}</td>
          </tr>
        ))}
      </tbody>
    </ComputedTable>
  );
}

/** The counts of everything else that is made, not typed. */
export function OtherCounts(): ReactNode {
  const rows: readonly (readonly [string, number])[] = [
    ['Figures computed by a package when the site is built', proof.figures.computed],
    ['Tables of computed figures', proof.figures.tables],
    ['Facts cited with their source, listed below', proof.cited.length],
    ['Live pictures, each with a static drawing in its page', Object.keys(pictures).length],
    ['Terms in the glossary, linked where a page first uses them', proof.glossaryTerms],
    ['Pages elsewhere that are linked, by a recorded list', proof.externalLinks],
  ];
  return (
    <ComputedTable>
      <TableHead cells={['What', 'How many']} />
      <tbody>
        {rows.map(([what, count]) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>{count}</td>
          </tr>
        ))}
      </tbody>
    </ComputedTable>
  );
}

/** Every fact with a unit that is not computed here, and where it can be looked up. */
export function CitedFacts(): ReactNode {
  return (
    <ComputedTable>
      <TableHead cells={['Page', 'Figure', 'Source']} />
      <tbody>
        {proof.cited.map(({ page, value, source }) => (
          <tr key={`${page} ${value} ${source}`}>
            <td>{page}</td>
            <td>{value}</td>
            <td>{source}</td>
          </tr>
        ))}
      </tbody>
    </ComputedTable>
  );
}

/** What stands behind the sentences of each page, counted. */
export function ClaimCounts(): ReactNode {
  const head = ['Page', 'Claims', 'a command here', 'a test', 'a figure', 'the table of defaults', 'a source', 'only a source'];
  return (
    <ComputedTable>
      <TableHead cells={head} />
      <tbody>
        {proof.claims.map(({ page, claims, by, onlyCited }) => (
          <tr key={page}>
            <th scope="row">
              <Link to={`/${page}`}>{page}</Link>
            </th>
            {[claims, by.fence, by.test, by.figure, by.default, by.source, onlyCited].map((count, index) => (
              // The columns of one row never change places.
              // oxlint-disable-next-line react/no-array-index-key
              <td key={index}>{count}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </ComputedTable>
  );
}

/** How many pages have no claim marked yet. */
export function PagesWithoutClaims(): ReactNode {
  return proof.pagesWithoutClaims;
}

/** Every claim that only a source proves, and where to look. */
export function OnlyCited(): ReactNode {
  return (
    <ComputedTable>
      <TableHead cells={['Page', 'Claim', 'Source']} />
      <tbody>
        {proof.onlyCited.map(({ page, id, text, proofs }) => (
          <tr key={`${page} ${id}`}>
            <td>
              <Link to={`/${page}#${id}`}>{page}</Link>
            </td>
            <td>{text}</td>
            <td>{proofs.map(({ target, cassandra }) => `${target} (${cassandra})`).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </ComputedTable>
  );
}
