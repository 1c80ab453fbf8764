/** One version of the site, as `versions.json` beside the versions' folders lists it. */
export interface PublishedVersion {
  readonly version: string;
  readonly title: string;
  readonly isLatest: boolean;
}

/** Where the site with all its versions begins: the parent of one version's base, `/docs/0.1.0/` → `/docs/`. */
export function rootOf(baseUrl: string): string {
  return baseUrl.replace(/[^/]+\/$/, '');
}

/**
 * Reads `versions.json`.
 *
 * @returns its versions in its order; none when it is anything else, or a name could lead out of the site
 */
export function readPublishedVersions(value: unknown): readonly PublishedVersion[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    const { version, title, aliases } = (one ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof version !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(version)) return [];
    return [
      { version, title: typeof title === 'string' ? title : version, isLatest: Array.isArray(aliases) && aliases.includes('latest') },
    ];
  });
}
