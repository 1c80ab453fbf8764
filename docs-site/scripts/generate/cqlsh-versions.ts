import { table } from './markdown.ts';
import { readSeen, versionMarks } from './seen.ts';

/** Where the comparison with cqlsh writes down what it saw. */
const SOURCE = 'packages/cqlsh/src/versions/seen';

/** What both shells saw of a version; see `CqlshFacts` of the tests of `@ringside/cqlsh`. */
interface SeenByShells {
  readonly cassandra: string;
  readonly cqlsh: string;
  readonly refused: Readonly<Record<string, readonly string[]>>;
  readonly tableOptions: readonly string[];
}

/** The part of the page of versions that is about the shell: what is compared with cqlsh, and what servers answer differently. */
export async function cqlshSection(): Promise<readonly string[]> {
  const seen = await readSeen<SeenByShells>(SOURCE);
  const shells = [...new Set(seen.map(({ cqlsh }) => cqlsh.replace('==', ' ')))].join(', ');
  return [
    '### The CQL shell',
    `\`ringside cql\` and ${shells} run the same statements on one node of each version, and a run in which they print anything different fails.`,
    comparedTable(seen),
    'Errors that only some of these servers answer to the same statements:',
    versionMarks(
      seen,
      'error',
      onlySome(seen, ({ refused }) => Object.values(refused).flat()),
    ),
    'Options that `DESCRIBE` prints of a table on only some of them:',
    versionMarks(
      seen,
      'option',
      onlySome(seen, ({ tableOptions }) => tableOptions),
    ),
  ];
}

function comparedTable(seen: readonly SeenByShells[]): string {
  const titles = [...new Set(seen.flatMap(({ refused }) => Object.keys(refused)))];
  const end = (one: SeenByShells, title: string): string => (title in one.refused ? 'the same' : 'has none');
  return table(
    ['statements about', ...seen.map(({ cassandra }) => cassandra)],
    titles.map((title) => [title].concat(seen.map((one) => end(one, title)))),
  );
}

/** The names that a version has, without those that every version has. */
function onlySome(
  seen: readonly SeenByShells[],
  namesOf: (one: SeenByShells) => readonly string[],
): (one: SeenByShells) => readonly string[] {
  return (one) => namesOf(one).filter((name) => !seen.every((other) => namesOf(other).includes(name)));
}
