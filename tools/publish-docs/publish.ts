import { type Clock, errors, type OpsError, retry, type RetryPolicy } from '@ringside/core';
import { lockStays, remoteBranch, type PushVerdict } from './branch.ts';
import { checkBuild } from './check-build.ts';
import { compose, type Composed, type FileChange, type Publication } from './compose.ts';
import { docsErrors } from './errors.ts';
import { createGit } from './git.ts';
import { importSite } from './import-site.ts';
import { type RemoteAddress, redactor, remoteAddress, secretsIn, secretsOf } from './remote-address.ts';
import { readSource } from './source-commit.ts';
import { pushAddress, readSettings } from './user-settings.ts';
import { checkVersionName } from './version-name.ts';
import { type AliasChoice, latestOf } from './versions-file.ts';
import { openWorkplace } from './workplace.ts';

const MAX_ATTEMPTS = 8;
/** How often the same lock is met before it counts as left behind: pauses of more than two seconds on average lie between. */
const MAX_LOCKED = 5;

/** A push that the remote has not taken, and may take another time. */
class NotPushed extends Error {
  readonly verdict: PushVerdict;

  constructor(verdict: PushVerdict) {
    super(verdict.kind);
    this.verdict = verdict;
  }
}

/** Pauses of anything between nothing and the whole, so that publishers that met once do not meet again. */
const PUSHING: RetryPolicy = {
  attempts: MAX_ATTEMPTS,
  backoff: { firstMs: 300, factor: 2, mostMs: 5_000, jitter: 1 },
  retries: (error) => error instanceof NotPushed,
};

/** What to publish, where to. */
export interface PublishOptions {
  /** An address that git understands, or the name of a remote of the sources. */
  readonly remote: string;
  /** The folder of the built site. */
  readonly build: string;
  /** A folder of the repository that the site was built from. */
  readonly source: string;
  readonly version: string;
  readonly title?: string | undefined;
  readonly branch: string;
  readonly alias: AliasChoice;
  /** The site's own domain, such as `docs.example.org`. */
  readonly domain?: string | undefined;
  readonly keepForeign: boolean;
  /** The commit of the published documentation that may be replaced although the sources do not follow it. */
  readonly replaceCommit?: string | undefined;
  readonly dryRun: boolean;
}

/** What publishing needs from outside. */
export interface PublishTools {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Says how far it is. */
  readonly log: (line: string) => void;
}

/** What became of it. */
export interface PublishResult {
  /** `planned` after a dry run. */
  readonly outcome: 'published' | 'unchanged' | 'planned';
  readonly remote: string;
  readonly branch: string;
  readonly version: string;
  /** The version that `latest` leads to now; undefined when no version has the alias. */
  readonly latest: string | undefined;
  readonly versions: readonly string[];
  readonly sourceCommit: string;
  /** The branch's new commit; undefined unless `published`. */
  readonly commit: string | undefined;
  readonly changes: readonly FileChange[];
  readonly attempts: number;
}

/**
 * Publishes one version of the site to a branch of a remote, as one commit on top of what is there. Nothing else on the branch
 * changes, nothing is ever forced, and until the remote has taken the push nothing has happened.
 *
 * @throws OpsError what is wrong with the arguments, the sources, the build, the branch or the remote; nothing was published then
 */
export async function publish(options: PublishOptions, tools: PublishTools): Promise<PublishResult> {
  checkVersionName(options.version);
  const { signal, log } = tools;
  const source = await readSource(options.source, signal);
  const settings = await readSettings(createGit({ folder: source.folder, redact: redactor(secretsIn(options.remote)), signal }));
  const address = pushAddress(settings, options.remote, { sources: source.folder, caller: process.cwd() });
  const remote = remoteAddress(address);
  const build = await checkBuild(options.build, options.version, options.domain);
  const redact = redactor([...secretsIn(address), ...secretsOf(remote.credentials)]);
  await checkBranchName(options, redact, signal);
  log(`${build.files.length} files of ${options.version}, built from ${source.commit.slice(0, 12)}, for ${build.basePath}`);
  const workplaceOptions = { remote, remoteName: options.remote, sourceFolder: source.folder, settings, redact, signal };
  await using workplace = await openWorkplace(workplaceOptions);
  const site = await importSite(workplace.git, build);
  const { title, domain, replaceCommit } = options;
  const publication: Publication = { ...options, title, domain, replaceCommit, build, site, source };
  // Awaited here: the workplace goes when this function ends.
  return await publishWithRetries(workplace.git, remote, publication, options.dryRun, tools);
}

type PublishGit = Parameters<typeof compose>[0];

async function publishWithRetries(
  git: PublishGit,
  remote: RemoteAddress,
  publication: Publication,
  dryRun: boolean,
  { clock, random, signal, log }: PublishTools,
): Promise<PublishResult> {
  const branch = remoteBranch(git, publication.branch, remote);
  const locks = lockCounter();
  let pushed: Composed | undefined;
  const push = async (attempt: number): Promise<PublishResult> => {
    const tip = await branch.fetchTip();
    const report = (outcome: PublishResult['outcome'], composed: Composed): PublishResult =>
      result(outcome, composed, { publication, remote, attempts: attempt });
    // A push whose answer was lost may have arrived all the same.
    if (pushed !== undefined && tip === pushed.commit) return report('published', pushed);
    const composed = await compose(git, tip, publication);
    if (composed.commit === undefined) return report('unchanged', composed);
    if (dryRun) return report('planned', composed);
    pushed = composed;
    log(`Pushing ${composed.changes.length} changed files to ${publication.branch}`);
    const verdict = await branch.push(composed.commit, progressFilter(clock, log));
    if (verdict.kind === 'pushed') return report('published', composed);
    if (locks(verdict, tip) >= MAX_LOCKED) throw lockStays(remote, publication.branch, verdict.reason);
    log(retryReason(verdict, publication.branch));
    throw new NotPushed(verdict);
  };
  try {
    return await retry(PUSHING, push, { clock, random, signal });
  } catch (error) {
    throw error instanceof NotPushed ? givenUp(error.verdict, remote, publication.branch) : error;
  }
}

/** Counts the pushes in a row that met a lock while the branch stood still; whoever holds a lock for a push moves the branch. */
function lockCounter(): (verdict: PushVerdict, tip: string | undefined) => number {
  let count = 0;
  let seen: string | undefined;
  return (verdict, tip) => {
    if (verdict.kind !== 'locked') count = 0;
    else count = count > 0 && tip === seen ? count + 1 : 1;
    seen = tip;
    return count;
  };
}

function retryReason({ kind, reason }: PushVerdict, branch: string): string {
  if (kind === 'moved') return `${branch} has moved meanwhile; once more on top of it`;
  if (kind === 'locked') return `${branch} is locked on the remote; once more`;
  return `The push broke off (${reason}); looking whether it arrived`;
}

function givenUp({ kind, reason }: PushVerdict, remote: RemoteAddress, branch: string): OpsError {
  if (kind === 'locked') return lockStays(remote, branch, reason);
  if (kind === 'unclear') {
    return docsErrors.DOCS_REMOTE_UNAVAILABLE({ message: `${remote.shown} broke off each of ${MAX_ATTEMPTS} pushes: ${reason}` });
  }
  return docsErrors.DOCS_PUSH_CONTENDED({ message: `${branch} was changed by somebody else during each of ${MAX_ATTEMPTS} attempts` });
}

function result(
  outcome: PublishResult['outcome'],
  composed: Composed,
  { publication, remote, attempts }: { readonly publication: Publication; readonly remote: RemoteAddress; readonly attempts: number },
): PublishResult {
  return {
    outcome,
    remote: remote.shown,
    branch: publication.branch,
    version: publication.version,
    latest: latestOf(composed.versions),
    versions: composed.versions.map(({ version }) => version),
    sourceCommit: publication.source.commit,
    commit: outcome === 'published' ? composed.commit : undefined,
    changes: composed.changes,
    attempts,
  };
}

const PROGRESS_EVERY_MS = 2_000;

/** Lets git's progress through now and then: the first line of it soon enough on a slow line, never a flood. */
function progressFilter(clock: Clock, log: (line: string) => void): (line: string) => void {
  let lastMs = clock.monotonicMs();
  return (line) => {
    if (!/^(?:Enumerating|Counting|Compressing|Writing|remote: Resolving)/.test(line)) return;
    if (clock.monotonicMs() - lastMs < PROGRESS_EVERY_MS) return;
    lastMs = clock.monotonicMs();
    log(line);
  };
}

async function checkBranchName({ source, branch }: PublishOptions, redact: (text: string) => string, signal: AbortSignal): Promise<void> {
  const { exitCode } = await createGit({ folder: source, redact, signal }).run(['check-ref-format', `refs/heads/${branch}`]);
  if (exitCode === 0 && !branch.startsWith('-')) return;
  throw errors.INVALID_ARGUMENT({ message: `--branch ${JSON.stringify(branch)} is not a name of a branch` });
}
