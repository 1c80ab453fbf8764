import { parseArgs, type ParseArgsConfig } from 'node:util';
import { errors, nearest } from '@ringside/core';
import type { PublishOptions } from './publish.ts';

interface Flag {
  readonly type: 'string' | 'boolean';
  readonly value?: string;
  readonly help: string;
}

const FLAGS: Readonly<Record<string, Flag>> = {
  remote: { type: 'string', value: 'url', help: 'where to push: an address, or a remote of the sources; DOCS_REMOTE by default' },
  build: { type: 'string', value: 'folder', help: 'the built site' },
  'doc-version': { type: 'string', value: 'version', help: 'the folder of the branch that it replaces' },
  title: { type: 'string', value: 'text', help: 'what the version picker shows; the version by default' },
  branch: { type: 'string', value: 'name', help: 'the branch to publish to; gh-pages by default' },
  alias: { type: 'string', value: 'latest', help: 'gives the alias latest to this version, whatever its number' },
  'no-latest': { type: 'boolean', help: 'leaves the alias latest where it is' },
  cname: { type: 'string', value: 'domain', help: 'the own domain of the site; the branch keeps the one it has by default' },
  source: { type: 'string', value: 'folder', help: 'a folder of the sources; this repository by default' },
  'keep-foreign': { type: 'boolean', help: 'keeps files of the branch that publish-docs did not write' },
  'replace-commit': { type: 'string', value: 'commit', help: 'goes back on purpose: replaces the documentation of this commit' },
  'dry-run': { type: 'boolean', help: 'says what would change, and changes nothing' },
  json: { type: 'boolean', help: 'writes the outcome as one JSON object' },
  verbose: { type: 'boolean', help: 'shows with an error what git said' },
  help: { type: 'boolean', help: 'shows this' },
};

/** What the command line asked for. */
export type Request = { readonly kind: 'help' } | { readonly kind: 'publish'; readonly json: boolean; readonly options: PublishOptions };

/**
 * Reads the command line.
 *
 * @param sources the folder of the sources when `--source` is not given
 * @param environment where `DOCS_REMOTE` stands in for `--remote`
 * @throws OpsError `INVALID_ARGUMENT` naming the argument
 */
export function readArguments(
  argv: readonly string[],
  sources: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): Request {
  const values = parse(argv);
  if (values['help'] === true) return { kind: 'help' };
  const text = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
  return {
    kind: 'publish',
    json: values['json'] === true,
    options: {
      remote: required(text('remote') ?? environment['DOCS_REMOTE'], 'remote'),
      build: required(text('build'), 'build'),
      version: required(text('doc-version'), 'doc-version'),
      title: text('title'),
      branch: text('branch') ?? 'gh-pages',
      alias: readAlias(text('alias'), values['no-latest'] === true),
      domain: readDomain(text('cname')),
      source: text('source') ?? sources,
      keepForeign: values['keep-foreign'] === true,
      replaceCommit: readCommit(text('replace-commit')),
      dryRun: values['dry-run'] === true,
    },
  };
}

/** The text of `--help`. */
export function helpText(): string {
  const rows = Object.entries(FLAGS).map(([name, { value, help }]) => {
    const flag = value === undefined ? `--${name}` : `--${name} <${value}>`;
    return `  ${flag.padEnd(26)} ${help}`;
  });
  return `Publishes one version of the documentation to a branch of a git remote: one commit, never a force push.

  npm run publish-docs -- --remote <url> --build <folder> --doc-version <version>

${rows.join('\n')}

Credentials belong in git's credential helper or in an SSH key. Those in an address are taken out of it before anything is shown, but
npm shows the arguments it was given and so does the machine's list of processes: put such an address into DOCS_REMOTE instead.
`;
}

function parse(argv: readonly string[]): Readonly<Record<string, unknown>> {
  const options: ParseArgsConfig['options'] = Object.fromEntries(Object.entries(FLAGS).map(([name, { type }]) => [name, { type }]));
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false, strict: true }).values;
  } catch (thrown) {
    const unknown = /Unknown option '--([^']*)'/.exec(thrown instanceof Error ? thrown.message : '')?.[1];
    if (unknown === undefined) {
      // Node's message may repeat an argument, and an address there may hold a password.
      throw errors.INVALID_ARGUMENT({ message: 'An argument is missing its value or belongs to no option', cause: thrown });
    }
    const near = nearest(unknown, Object.keys(FLAGS));
    const hint = near === undefined ? '' : ` Did you mean --${near}?`;
    throw errors.INVALID_ARGUMENT({ message: `There is no option --${unknown}.${hint}` });
  }
}

function required(value: string | undefined, name: string): string {
  if (value !== undefined && value !== '') return value;
  throw errors.INVALID_ARGUMENT({ message: `--${name} is missing` });
}

function readAlias(alias: string | undefined, noLatest: boolean): PublishOptions['alias'] {
  if (alias !== undefined && alias !== 'latest') {
    throw errors.INVALID_ARGUMENT({ message: `--alias ${JSON.stringify(alias)} is not latest, the only alias there is` });
  }
  if (alias !== undefined && noLatest) throw errors.INVALID_ARGUMENT({ message: '--alias latest and --no-latest exclude each other' });
  if (noLatest) return 'stay';
  return alias === undefined ? 'byRule' : 'move';
}

function readCommit(commit: string | undefined): string | undefined {
  if (commit === undefined || /^[0-9a-f]{7,64}$/i.test(commit)) return commit?.toLowerCase();
  throw errors.INVALID_ARGUMENT({
    message: `--replace-commit ${JSON.stringify(commit)} is not the id of a commit`,
    remedy: 'Pass the id that the refusal names, or at least its first seven digits.',
  });
}

function readDomain(domain: string | undefined): string | undefined {
  if (domain === undefined || /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i.test(domain)) {
    return domain?.toLowerCase();
  }
  throw errors.INVALID_ARGUMENT({
    message: `--cname ${JSON.stringify(domain)} is not a domain`,
    remedy: 'Write it like docs.example.org, without https:// and without a path.',
  });
}
