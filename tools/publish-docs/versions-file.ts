import { errors, parseJson } from '@ringside/core';
import { isCommitId } from './source-order.ts';
import { compareVersions, isRelease, isVersionName, LATEST } from './version-name.ts';

/** One published version, in the form of the tool mike, which pickers of other sites read as well. */
export interface PublishedVersion {
  readonly version: string;
  readonly title: string;
  readonly aliases: readonly string[];
  /** What mike lets a version say besides; `commit` is the one of the sources that it was published from, so that nothing goes back. */
  readonly properties?: { readonly commit?: string } | undefined;
}

/** What becomes of the alias `latest`: it goes to this version, stays where it is, or goes by the rule of {@link withVersion}. */
export type AliasChoice = 'move' | 'stay' | 'byRule';

/**
 * Reads `versions.json`.
 *
 * @param where what the message calls the file
 * @throws OpsError `JSON_MALFORMED` or `STATE_CORRUPT` when it is not what {@link writeVersions} writes
 */
export function readVersions(text: string, where: string): readonly PublishedVersion[] {
  const parsed = parseJson(text, where);
  if (Array.isArray(parsed) && parsed.every(isPublishedVersion)) return parsed;
  throw errors.STATE_CORRUPT({
    message: `${where} is not a list of versions`,
    remedy: 'Correct it by hand on the branch: [{"version": "0.1.0", "title": "0.1.0", "aliases": ["latest"]}].',
  });
}

/** Writes `versions.json`: the same versions always give the same bytes, so that an unchanged site gives an unchanged branch. */
export function writeVersions(versions: readonly PublishedVersion[]): string {
  return `${JSON.stringify(versions, undefined, 2)}\n`;
}

/** The commit of the sources that a version was last published from; undefined when it is not listed or was listed without one. */
export function publishedCommit(versions: readonly PublishedVersion[], version: string): string | undefined {
  return versions.find((one) => one.version === version)?.properties?.commit;
}

/** The version that `latest` leads to. */
export function latestOf(versions: readonly PublishedVersion[]): string | undefined {
  return versions.find(({ aliases }) => aliases.includes(LATEST))?.version;
}

/** A version that is added to the list or replaced in it. */
export interface AddedVersion {
  readonly version: string;
  readonly title: string | undefined;
  readonly alias: AliasChoice;
  /** The commit of the sources that it is published from. */
  readonly commit: string;
  /** Whether the version that held `latest` has been removed from the branch, so that the alias leads nowhere. */
  readonly aliasLost?: boolean;
}

/**
 * Adds or replaces a version and gives the alias `latest` to at most one, newest first.
 *
 * By rule the alias moves to this version when nobody has it, when this is a release and the holder is not, or when this is a
 * release with a greater number: neither a branch's name nor a correction of an old line takes it from a newer release. An alias
 * whose holder was removed goes to the greatest release that is left, whichever version is being published.
 */
export function withVersion(published: readonly PublishedVersion[], added: AddedVersion): readonly PublishedVersion[] {
  const before = published.find(({ version }) => version === added.version);
  const title = added.title ?? before?.title ?? added.version;
  const others = published.filter((one) => one !== before);
  const versions = [
    ...others,
    { version: added.version, title, aliases: [], properties: { ...before?.properties, commit: added.commit } },
  ].toSorted((left, right) => compareVersions(left.version, right.version));
  const latest = latestAmong(versions, latestOf(published), added);
  return versions.map(({ version, title: its, properties }) => {
    const aliases = version === latest ? [LATEST] : [];
    return properties === undefined ? { version, title: its, aliases } : { version, title: its, aliases, properties };
  });
}

/** @param versions newest first, with the one that is added @param holder the version that has the alias so far */
function latestAmong(versions: readonly PublishedVersion[], holder: string | undefined, added: AddedVersion): string | undefined {
  if (added.alias === 'move') return added.version;
  if (holder === undefined && added.aliasLost === true) return heirOf(versions, added);
  if (added.alias === 'stay') return holder;
  if (holder === undefined) return added.version;
  const isGreater = isRelease(added.version) && (!isRelease(holder) || compareVersions(added.version, holder) < 0);
  return isGreater ? added.version : holder;
}

/** The greatest release, or else whatever is first; a version that is published with `--no-latest` inherits nothing. */
function heirOf(versions: readonly PublishedVersion[], { version: own, alias }: AddedVersion): string | undefined {
  const names = versions.map(({ version }) => version).filter((version) => alias !== 'stay' || version !== own);
  return names.find(isRelease) ?? names[0];
}

function isPublishedVersion(value: unknown): value is PublishedVersion {
  if (typeof value !== 'object' || value === null) return false;
  const { version, title, aliases, properties } = value as Partial<Record<keyof PublishedVersion, unknown>>;
  const named = typeof version === 'string' && isVersionName(version) && typeof title === 'string';
  return named && Array.isArray(aliases) && (properties === undefined || isProperties(properties));
}

function isProperties(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return !('commit' in value) || (typeof value.commit === 'string' && isCommitId(value.commit));
}
