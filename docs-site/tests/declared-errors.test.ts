import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { routes } from '@ringside/api';
import { defineErrors, type ErrorKind } from '@ringside/core';
import { ALL_OTHERS, errorStatuses, type Route } from '@ringside/route-kit';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type DeclaredErrors,
  declaredErrors,
  raisersOf,
  rejectDuplicates,
  sourceFiles,
  WORKSPACE,
} from '../scripts/generate/declared-errors.ts';

let declared: readonly DeclaredErrors[];
let kinds: readonly ErrorKind[];
beforeAll(async () => {
  declared = await declaredErrors();
  kinds = declared.flatMap((each) => each.kinds);
});

/** `[HTTP status, exit code]`. Programs go by them: a change here breaks somebody's script, so it is made on purpose or not at all. */
const PROMISED: Readonly<Record<string, readonly [number, number]>> = {
  ABORTED: [499, 130],
  ADDRESS_IN_USE: [409, 69],
  ADDRESS_MISSING: [500, 71],
  AGENT_SILENT: [503, 69],
  AUDIT_UNWRITTEN: [507, 74],
  BIND_REFUSED: [500, 78],
  CACHE_NOT_WRITABLE: [500, 73],
  CASSANDRA_DENIED: [502, 77],
  CASSANDRA_DIED: [503, 70],
  CASSANDRA_FAILED: [502, 70],
  CASSANDRA_UNAVAILABLE: [503, 69],
  CELL_UNKNOWN: [400, 64],
  CHECKPOINT_OF_ANOTHER_SOURCE: [409, 65],
  CHECKPOINT_OF_ANOTHER_TABLE: [409, 65],
  CHECKPOINT_UNUSABLE: [400, 65],
  CLAIM_UNSETTLED: [503, 75],
  COMPARE_AND_SET_UNKNOWN: [503, 75],
  CONFIG_INVALID: [400, 78],
  CONFIG_UNKNOWN_KEY: [400, 78],
  CONFLICT: [409, 69],
  CQL_MALFORMED: [400, 65],
  CQL_STATEMENT_FAILED: [400, 65],
  CSV_HEADER_UNUSABLE: [400, 65],
  DAY_NOT_OVER: [409, 75],
  DEPENDENCY_FETCH_FAILED: [502, 69],
  DISK_FULL: [507, 71],
  DOCS_BRANCH_FOREIGN: [409, 65],
  DOCS_BUILD_INCOMPLETE: [400, 65],
  DOCS_PUSH_CONTENDED: [409, 75],
  DOCS_PUSH_REFUSED: [403, 77],
  DOCS_REMOTE_UNAVAILABLE: [502, 69],
  DOCS_SOURCE_DIRTY: [409, 65],
  DOCS_SOURCE_NOT_NEWER: [409, 65],
  FORBIDDEN: [403, 77],
  HASH_MISMATCH: [502, 65],
  INDEX_REPLACED: [409, 75],
  INTERNAL: [500, 70],
  INVALID_ARGUMENT: [400, 64],
  INVALID_CONSISTENCY_LEVEL: [400, 64],
  INVALID_KEY: [400, 65],
  INVALID_REPLICATION: [400, 65],
  JAVA_MISSING: [500, 69],
  JAVA_UNSUPPORTED: [500, 69],
  JSON_MALFORMED: [400, 65],
  JVM_REFUSED: [409, 69],
  MAVEN_MISSING: [500, 69],
  MEMORY_SHORT: [507, 71],
  METRIC_PATTERN_INVALID: [400, 64],
  MISDIRECTED: [421, 64],
  NODE_AMBIGUOUS: [409, 64],
  NODE_CONTROL_ABSENT: [501, 78],
  NODE_CONTROL_DENIED: [502, 77],
  NODE_CONTROL_MALFORMED: [502, 70],
  NODE_CONTROL_UNAVAILABLE: [503, 69],
  NODE_JOINING: [503, 69],
  NODE_NOT_FOUND: [404, 66],
  NODE_REFUSED: [409, 69],
  NODE_UNPROVEN: [409, 77],
  NOT_FOUND: [404, 66],
  OBJECT_CONFLICT: [409, 75],
  OBJECT_DAMAGED: [500, 65],
  OBJECT_REPLACED: [409, 75],
  OPERATIONS_OFF: [501, 78],
  OPERATIONS_UNAVAILABLE: [503, 69],
  OPERATION_ACTIVE: [409, 75],
  OPERATION_ENDED: [409, 69],
  OPERATION_REFUSED: [409, 75],
  OPERATION_TIMED_OUT: [504, 75],
  OUTPUT_FAILED: [500, 74],
  OUT_OF_PORTS: [500, 71],
  PARTITIONER_UNSUPPORTED: [501, 69],
  PERMISSION_DENIED: [500, 77],
  PROCESS_NOT_STARTED: [500, 70],
  PROCESS_NOT_STOPPED: [500, 70],
  REBUILD_INCOMPLETE: [503, 75],
  REJECTS_LOST: [409, 65],
  RING_NOT_RUNNING: [409, 69],
  RING_RUNNING: [409, 69],
  SIDECAR_BUSY: [503, 75],
  SIDECAR_SILENT: [503, 69],
  SIDECAR_UNAVAILABLE: [503, 69],
  SIDECAR_UNTRUSTED: [502, 77],
  SIGNING_KEYS_UNAVAILABLE: [503, 69],
  SNAPSHOT_EXISTS: [409, 73],
  STATE_CORRUPT: [500, 65],
  SWEEP_INCOMPLETE: [503, 75],
  TEST_DIFFERS: [409, 65],
  TOOL_INSTALL_FAILED: [500, 69],
  TOO_MANY_REQUESTS: [503, 75],
  UNAUTHORIZED: [401, 77],
  UNAVAILABLE: [503, 69],
};

/** Packages of which commands are made: their remedies may name options. */
const WITH_COMMANDS: ReadonlySet<string> = new Set(['cli', 'cli-kit', 'local-ring']);

describe('the errors that packages declare', () => {
  it('keep their promise to programs: every code has the status and the exit code that it always had', () => {
    const actual = Object.fromEntries(kinds.map(({ code, status, exit }) => [code, [status, exit]]));
    expect(actual).toEqual(PROMISED);
  });

  it('have a remedy that is a sentence, the status of a failure and a failing exit code', () => {
    for (const { remedy, status, exit } of kinds) {
      expect(remedy).toMatch(/^[A-Z].*\.$/s);
      expect([status >= 400, status < 600, exit > 0, exit < 256]).toEqual([true, true, true, true]);
    }
  });

  it('name no option of a command in a remedy, but for the command that has it: a library is also used without it', () => {
    const named = declared
      .filter(({ file, owner }) => file.startsWith('packages/') && !WITH_COMMANDS.has(owner))
      .flatMap((each) => each.kinds.filter(({ remedy }) => /--[a-z]/.test(remedy)));
    expect(named.map(({ code }) => code)).toEqual([]);
  });

  it('are each raised somewhere', async () => {
    const raisers = await raisersOf(kinds);
    expect(kinds.filter(({ code }) => (raisers.get(code)?.length ?? 0) === 0).map(({ code }) => code)).toEqual([]);
  });

  it('are all that a route names', () => {
    const named = Object.values<Route>(routes).flatMap((route) => Object.values(errorStatuses(route)).flatMap(({ errors = [] }) => errors));
    const known = new Set([ALL_OTHERS, ...kinds.map(({ code }) => code)]);
    expect([...new Set(named)].filter((code) => !known.has(code))).toEqual([]);
  });

  it('cannot be declared twice', () => {
    const row = { what: 'w', remedy: 'R.', status: 500, exit: 70 };
    const twice = ['tide', 'moon'].map((owner) => ({
      owner,
      file: `packages/${owner}/src/errors.ts`,
      kinds: Object.values(defineErrors(owner, { TIDE_OUT: row })),
    }));
    expect(() => rejectDuplicates(twice)).toThrow(
      'packages/moon/src/errors.ts declares TIDE_OUT, which packages/tide/src/errors.ts declares',
    );
  });
});

/** What no source may say, and where alone it may. */
const RULES: readonly { readonly what: RegExp; readonly only: RegExp; readonly instead: string }[] = [
  {
    what: /instanceof (?:OpsError|RequestError)\b/,
    only: /^$/,
    instead: 'isOpsError(): another copy of the package has a class of its own',
  },
  { what: /new OpsError\(/, only: /^packages\/core\/src\/errors\//, instead: 'a kind of defineErrors()' },
  {
    what: /\bdefineErrors\(/,
    only: /\/errors\.ts$|^packages\/core\/src\/errors\//,
    instead: 'src/errors.ts of the package, where the reference finds it',
  },
];

/** Where options are at home: in the packages of commands, and in the sources of a program that has some of its own. */
const HAS_OPTIONS =
  /^packages\/(?:cli|cli-kit|local-ring|observe-commands|operate-commands)\/|^packages\/sidecar\/src\/(?:program|config\/load)\.ts$|^(?!packages\/)/;
/** A sentence with an option in it; one that stands in a command line of its own program is not meant. */
const OPTION_IN_SENTENCE = /(["'`])(?:(?=[A-Z$])(?:(?!\1|\n).)*?[ (]--[a-z]|--[a-z-]+ [a-z])(?:(?!\1|\n).)*\1/g;
const OF_A_COMMAND_LINE = /(?:ringside(?:-sidecar)? [^:;]*|executable\}) --[a-z]/;

/** The sentences of a library that name an option of some command. Pure. */
function optionsNamed(file: string, text: string): string[] {
  if (HAS_OPTIONS.test(file)) return [];
  const code = text.replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, '');
  const sentences = [...code.matchAll(OPTION_IN_SENTENCE)].map(([sentence]) => sentence);
  return sentences.filter((sentence) => !OF_A_COMMAND_LINE.test(sentence)).map((sentence) => `${file}: ${sentence} names an option`);
}

const offences = (file: string, text: string): string[] =>
  RULES.filter(({ what, only }) => what.test(text) && !only.test(file)).map(({ instead }) => `${file}: use ${instead}`);

describe('the sources', () => {
  it('make, declare and recognise errors in one way', async () => {
    const files = await sourceFiles();
    const texts = await Promise.all(files.map(async (file) => offences(file, await readFile(join(WORKSPACE, file), 'utf8'))));
    expect(texts.flat()).toEqual([]);
  });

  it('name no option in the words of a library, but for the command that has it: a library is also used without it', async () => {
    const files = await sourceFiles();
    const named = await Promise.all(files.map(async (file) => optionsNamed(file, await readFile(join(WORKSPACE, file), 'utf8'))));
    expect(named.flat()).toEqual([]);
  });

  it.each([
    ['packages/cluster/src/a.ts', "remedy: 'Add to it with --datacenter west.'", 1],
    ['packages/cluster/src/a.ts', 'remedy: `To create one, say --new-datacenter ${name}.`', 1],
    ['packages/cqlsh/src/a.ts', 'refused("Write LOGIN name \'password\', or use --credentials.")', 1],
    ['packages/cqlsh/src/a.ts', "'--verbose shows more of an error.'", 1],
    ['packages/cluster/src/a.ts', "remedy: 'Start over with ringside up --fresh.'", 0],
    ['packages/cluster/src/a.ts', "  /** For 'Some use of --force'. */", 0],
    ['packages/local-ring/src/a.ts', "remedy: 'Choose other ports with --port-base.'", 0],
  ])('%s with %s would be found %i times', (file, text, count) => {
    expect(optionsNamed(file, text)).toHaveLength(count);
  });

  it.each(['error instanceof OpsError', 'new OpsError(facts, init)', "defineErrors('x', {})"])('would be refused with %s', (text) => {
    expect(offences('packages/cli/src/a.ts', text)).toHaveLength(1);
  });
});
