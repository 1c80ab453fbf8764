/** One ecosystem of `dependabot.yml`, as far as the check reads it. */
export interface Update {
  readonly 'package-ecosystem': string;
  readonly directory: string;
  readonly groups?: Readonly<Record<string, { readonly patterns?: readonly string[] }>>;
}

/** Which tracked file shows that an ecosystem is used in a folder. */
const MANIFESTS: Readonly<Record<string, RegExp>> = {
  npm: /(?:^|\/)package-lock\.json$/,
  maven: /(?:^|\/)pom\.xml$/,
  gradle: /(?:^|\/)build\.gradle(?:\.kts)?$/,
  docker: /(?:^|\/)Dockerfile$/,
  pip: /(?:^|\/)requirements\.txt$/,
  'github-actions': /^\.github\/workflows\/[^/]+\.ya?ml$/,
};

/**
 * Where `dependabot.yml` and the repository differ: an ecosystem without a manifest, a manifest that no ecosystem covers, a pattern of
 * an npm group that takes no package because there is none or an earlier group has it.
 *
 * @param files every tracked path from the root
 * @param packages names of all packages that some manifest asks for
 * @returns one sentence a fault
 */
export function updateFaults(updates: readonly Update[], files: readonly string[], packages: readonly string[]): string[] {
  const covered = new Set(updates.map((update) => `${update['package-ecosystem']} ${update.directory}`));
  const used = new Set(
    files.flatMap((file) =>
      Object.keys(MANIFESTS)
        .filter((each) => MANIFESTS[each]?.test(file))
        .map((each) => `${each} ${folderOf(each, file)}`),
    ),
  );
  return [
    ...[...covered].filter((each) => !used.has(each)).map((each) => `${each}: there is nothing to update`),
    ...[...used].filter((each) => !covered.has(each)).map((each) => `${each}: nobody updates it`),
    ...updates.filter((update) => update['package-ecosystem'] === 'npm').flatMap((update) => groupFaults(update, packages)),
  ];
}

function groupFaults({ groups = {} }: Update, packages: readonly string[]): string[] {
  const left = new Set(packages);
  return Object.entries(groups).flatMap(([group, { patterns = [] }]) => {
    const taken = patterns.map((pattern) => ({ pattern, names: [...left].filter((name) => fits(pattern, name)) }));
    for (const name of taken.flatMap(({ names }) => names)) left.delete(name);
    return taken.filter(({ names }) => names.length === 0).map(({ pattern }) => `group ${group}: ${pattern} takes no package`);
  });
}

function folderOf(ecosystem: string, file: string): string {
  return ecosystem === 'github-actions' ? '/' : `/${file.split('/').slice(0, -1).join('/')}`;
}

/** Whether a package's name fits a pattern, in which `*` stands for anything. */
function fits(pattern: string, name: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  return name.startsWith(start) && name.endsWith(rest.at(-1) ?? '');
}
