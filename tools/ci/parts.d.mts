/** How long each part took when it was last measured, in seconds, by its path. */
export type Timings = Readonly<Record<string, number>>;

/** The steps that are divided over the machines of a job. Their parts are files, told by their paths from the root. */
export type DividedStep = 'unit' | 'workspace' | 'real-cluster' | 'docs-pages';

/** Which of how many machines. */
export interface Machine {
  readonly index: number;
  readonly total: number;
  /** The only line of Cassandra whose tests its job runs; absent where it runs those of all. */
  readonly line?: string;
}

/** True for a test that every machine runs, and that looks at its own share of the pages on each. */
export declare function dividesItself(path: string): boolean;

/** True for a step whose tests read pages and other tests: what reaches one of its parts reaches all of them. */
export declare function readsEverything(step: DividedStep): boolean;

/** True for a page that somebody wrote. */
export declare function isPage(path: string): boolean;

/** True for a file whose change reaches nothing of a divided step but what is made of that very file: a page, or a test. */
export declare function isSetAside(path: string): boolean;

/** True when a test runs the commands of one of these pages, because it does more beside them than fences can. */
export declare function runsPage(test: string, paths: readonly string[]): boolean;

/** True when a test of the site, told by its path, sees one of these pages. */
export declare function seesPage(test: string, pages: readonly string[]): boolean;

/** The files of which a divided step is made: tests, and pages with fences that are run. */
export declare function partsOf(root: string, step: DividedStep): readonly string[];

/**
 * What `tools/ci/fenced-pages.json` must say: every page with fences that are run, by its path, and the ring that it shares with others, or `null`. The parts
 * are read from that file, because whatever reads every page depends on every page.
 */
export declare function fencedPages(root: string): Readonly<Record<string, string | null>>;

/** What one of several machines runs of a divided step when everything runs. It is the same whatever has changed. */
export declare function shareOf(root: string, step: DividedStep, machine: Machine): readonly string[];

/**
 * The parts of a step that a change is confined to, going by its paths alone.
 *
 * @returns undefined where paths cannot tell: what reads a changed file must be known
 */
export declare function confinedTo(step: DividedStep, changed: readonly string[]): readonly string[] | undefined;

/**
 * Divides parts over machines so that all end at about the same time: the longest first, each to the machine with the least to do. A part that was never
 * measured counts as the mean of the others. The same parts, timings and number of machines always give the same shares, whatever the
 * order of the parts, so each machine can work out its own.
 *
 * @param total how many machines there are, at least 1
 * @param together parts for which this is the same stay on one machine; each is by itself unless given
 * @returns one share a machine; together they hold every part once
 */
export declare function splitByTime(
  parts: readonly string[],
  timings: Timings,
  total: number,
  together?: (part: string) => string,
): readonly (readonly string[])[];

/** The line of Cassandra whose job runs a part of `real-cluster`, such as `4.1`. */
export declare function lineOfPart(path: string): string;

/** The lines of Cassandra that a machine needs for its share of `real-cluster`, oldest first. */
export declare function linesOfShare(root: string, machine: Machine): readonly string[];

/** Reads which of how many machines this is, as CircleCI tells it, and of which line of Cassandra; one of one, of all lines, anywhere else. */
export declare function readMachine(env: Readonly<Record<string, string | undefined>>): Machine;
