import { OpsError, parseJson } from '@ringside/core';
import { compareVersions, isRelease, isVersionName, LATEST } from './version-name.ts';

/** One published version, in the form of the tool mike, which pickers of other sites read as well. */
export interface PublishedVersion {
  readonly version: string;
  readonly title: string;
  readonly aliases: readonly string[];
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
  throw new OpsError('STATE_CORRUPT', {
    message: `${where} is not a list of versions`,
    remedy: 'Correct it by hand on the branch: [{"version": "0.1.0", "title": "0.1.0", "aliases": ["latest"]}].',
  });
}

/** Writes `versions.json`: the same versions always give the same bytes, so that an unchanged site gives an unchanged branch. */
export function writeVersions(versions: readonly PublishedVersion[]): string {
  return `${JSON.stringify(versions, undefined, 2)}\n`;
}

/** The version that `latest` leads to. */
export function latestOf(versions: readonly PublishedVersion[]): string | undefined {
  return versions.find(({ aliases }) => aliases.includes(LATEST))?.version;
}

/**
 * Adds or replaces a version and gives the alias `latest` to exactly one, newest first.
 *
 * By rule the alias moves to this version when nobody has it, when this is a release and the holder is not, or when this is a
 * release with a greater number: neither a branch's name nor a correction of an old line takes it from a newer release.
 */
export function withVersion(
  published: readonly PublishedVersion[],
  added: { readonly version: string; readonly title: string | undefined; readonly alias: AliasChoice },
): readonly PublishedVersion[] {
  const before = published.find(({ version }) => version === added.version);
  const title = added.title ?? before?.title ?? added.version;
  const others = published.filter((one) => one !== before);
  const holder = latestOf(published);
  const latest = movesAlias(added, holder) ? added.version : holder;
  return [...others, { version: added.version, title, aliases: [] }]
    .toSorted((left, right) => compareVersions(left.version, right.version))
    .map(({ version, title: its }) => ({ version, title: its, aliases: version === latest ? [LATEST] : [] }));
}

function movesAlias({ version, alias }: { readonly version: string; readonly alias: AliasChoice }, holder: string | undefined): boolean {
  if (alias !== 'byRule') return alias === 'move';
  if (holder === undefined) return true;
  return isRelease(version) && (!isRelease(holder) || compareVersions(version, holder) < 0);
}

function isPublishedVersion(value: unknown): value is PublishedVersion {
  if (typeof value !== 'object' || value === null) return false;
  const { version, title, aliases } = value as Partial<Record<keyof PublishedVersion, unknown>>;
  return typeof version === 'string' && isVersionName(version) && typeof title === 'string' && Array.isArray(aliases);
}
