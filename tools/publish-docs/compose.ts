import { aliasOfTree } from './alias-tree.ts';
import type { CheckedBuild } from './check-build.ts';
import type { Git } from './git.ts';
import type { ImportedSite } from './import-site.ts';
import { GENERATOR, notFoundPage, redirectPage } from './redirect-pages.ts';
import { foreignEntries, formatRoot, parseRoot, planRoot, refuseForeign, ROOT_FILES, ROOT_PAGES, type RootEntry } from './root-plan.ts';
import type { Source } from './source-commit.ts';
import { requireForward } from './source-order.ts';
import { LATEST } from './version-name.ts';
import {
  type AliasChoice,
  latestOf,
  publishedCommit,
  type PublishedVersion,
  readVersions,
  withVersion,
  writeVersions,
} from './versions-file.ts';

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const FALLBACK_IDENTITY = { name: 'publish-docs', email: 'publish-docs@localhost' };
const SHORT_ID = 12;
/** Keeps a CI service from starting a pipeline for a branch without configuration; CircleCI reads 250 characters of title and body. */
const SKIP_MARK = '[skip ci]';

/** What is published, and how. */
export interface Publication {
  readonly version: string;
  readonly title: string | undefined;
  readonly alias: AliasChoice;
  readonly branch: string;
  /** The domain to write into `CNAME`; undefined leaves that file as it is. */
  readonly domain: string | undefined;
  readonly keepForeign: boolean;
  /** A commit that may be replaced although the sources do not follow it; undefined when none may. */
  readonly replaceCommit: string | undefined;
  readonly build: CheckedBuild;
  readonly site: ImportedSite;
  readonly source: Source;
}

/** A commit that only has to be pushed. */
export interface Composed {
  /** Undefined when the branch already holds exactly this: there is nothing to publish. */
  readonly commit: string | undefined;
  readonly versions: readonly PublishedVersion[];
  readonly changes: readonly FileChange[];
}

/** One file of the branch that a commit changes. */
export interface FileChange {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly path: string;
}

/**
 * Makes the commit that follows the branch's tip: this version's folder replaced, its neighbours the same git objects as before.
 *
 * @param tip the branch's newest commit; undefined makes the first commit of the branch
 * @throws OpsError `DOCS_BRANCH_FOREIGN`, or what reading `versions.json` throws
 */
export async function compose(git: Git, tip: string | undefined, publication: Publication): Promise<Composed> {
  const root = tip === undefined ? [] : parseRoot(await git.expect(['ls-tree', '-z', tip]));
  const published = await readPublished(git, root, publication.branch);
  const foreign = foreignEntries(
    root,
    published?.map(({ version }) => version),
    await ownPages(git, root),
  );
  refuseForeign(foreign, publication);
  const folders = new Set(root.filter(({ type }) => type === 'tree').map(({ name }) => name));
  const standing = (published ?? []).filter(({ version }) => folders.has(version));
  await refuseGoingBack(standing, publication);
  const aliasLost = folders.has(LATEST) && latestOf(standing) === undefined;
  const versions = withVersion(standing, { ...publication, commit: publication.source.commit, aliasLost });
  const latest = latestOf(versions);
  const ours = {
    folders: { [publication.version]: publication.site.siteTree, ...(await aliasFolder(git, root, { latest, aliasLost, publication })) },
    files: await writeRootFiles(git, versions, publication),
  };
  const kept = root.filter(({ name }) => name !== LATEST || latest !== undefined);
  const listing = formatRoot(planRoot(kept, ours, foreign));
  const tree = (await git.expect(['mktree', '-z', '--missing'], { input: listing })).trim();
  const before = tip === undefined ? EMPTY_TREE : (await git.expect(['rev-parse', '--verify', `${tip}^{tree}`])).trim();
  if (tree === before) return { commit: undefined, versions, changes: [] };
  return { commit: await commit(git, tree, tip, publication), versions, changes: await listChanges(git, before, tree) };
}

async function refuseGoingBack(standing: readonly PublishedVersion[], { version, source, replaceCommit }: Publication): Promise<void> {
  const published = publishedCommit(standing, version);
  if (published === undefined) return;
  requireForward({ version, published, commit: source.commit, order: await source.orderTo(published), replaceable: replaceCommit });
}

interface AliasPlan {
  readonly latest: string | undefined;
  readonly aliasLost: boolean;
  readonly publication: Publication;
}

/** The folder `latest`, where it changes: for the version that is published, or for the one that inherits the alias. */
async function aliasFolder(
  git: Git,
  root: readonly RootEntry[],
  { latest, aliasLost, publication }: AliasPlan,
): Promise<Record<string, string>> {
  if (latest === publication.version) return { [LATEST]: publication.site.aliasTree };
  const heir = aliasLost ? root.find(({ name }) => name === latest) : undefined;
  if (heir === undefined) return {};
  return { [LATEST]: await aliasOfTree(git, heir.id, `${publication.build.rootPath}${heir.name}/`) };
}

async function readPublished(git: Git, root: readonly RootEntry[], branch: string): Promise<readonly PublishedVersion[] | undefined> {
  const entry = root.find(({ name, type }) => name === ROOT_FILES.versions && type === 'blob');
  if (entry === undefined) return undefined;
  return readVersions(await git.expect(['cat-file', 'blob', entry.id]), `${ROOT_FILES.versions} on the branch ${branch}`);
}

async function ownPages(git: Git, root: readonly RootEntry[]): Promise<readonly string[]> {
  const own: string[] = [];
  for (const { name, type, id } of root) {
    const isPage = type === 'blob' && ROOT_PAGES.includes(name);
    if (isPage && (await git.expect(['cat-file', 'blob', id])).includes(GENERATOR)) own.push(name);
  }
  return own;
}

async function writeRootFiles(git: Git, versions: readonly PublishedVersion[], publication: Publication): Promise<Record<string, string>> {
  const home = latestOf(versions) ?? versions[0]?.version ?? publication.version;
  const texts = {
    [ROOT_FILES.noJekyll]: '',
    [ROOT_FILES.versions]: writeVersions(versions),
    [ROOT_FILES.index]: redirectPage(`./${home}/`),
    [ROOT_FILES.notFound]: notFoundPage(publication.build.rootPath, versions),
    ...(publication.domain === undefined ? {} : { [ROOT_FILES.domain]: `${publication.domain}\n` }),
  };
  const ids: Record<string, string> = {};
  for (const [name, text] of Object.entries(texts)) {
    ids[name] = (await git.expect(['hash-object', '-w', '--stdin'], { input: text })).trim();
  }
  return ids;
}

async function commit(git: Git, tree: string, tip: string | undefined, { version, source }: Publication): Promise<string> {
  const { name, email } = source.identity ?? FALLBACK_IDENTITY;
  const message = `docs: publish ${version} from ${source.commit.slice(0, SHORT_ID)} ${SKIP_MARK}\n\nDoc-Version: ${version}\nSource-Commit: ${source.commit}\n`;
  const parents = tip === undefined ? [] : ['-p', tip];
  const identity = ['-c', `user.name=${name}`, '-c', `user.email=${email}`];
  return (await git.expect([...identity, 'commit-tree', tree, ...parents, '-F', '-'], { input: message })).trim();
}

const KINDS: Readonly<Record<string, FileChange['kind']>> = { A: 'added', D: 'removed' };

async function listChanges(git: Git, before: string, after: string): Promise<readonly FileChange[]> {
  const fields = (await git.expect(['diff-tree', '-r', '-z', '--no-renames', '--name-status', before, after])).split('\0');
  const changes: FileChange[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    changes.push({ kind: KINDS[fields[index] ?? ''] ?? 'changed', path: fields[index + 1] ?? '' });
  }
  return changes;
}
