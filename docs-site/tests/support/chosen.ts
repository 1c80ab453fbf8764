const PAGE = /^docs-site\/docs\/(.*)\.mdx?$/;

/** The ids of the pages whose fences a run is divided to, from `RINGSIDE_PARTS`; undefined: all. */
export function chosenPages(): readonly string[] | undefined {
  return idsIn(process.env['RINGSIDE_PARTS']);
}

/** The ids of the pages that were edited, where a run looks at nothing else, from `RINGSIDE_PAGES`; undefined: all. */
export function editedPages(): readonly string[] | undefined {
  return idsIn(process.env['RINGSIDE_PAGES']);
}

/** True on one of several machines, which are small, from `RINGSIDE_SHARE`. */
export function isOneOfSeveral(): boolean {
  return shareOfMachine().total > 1;
}

/**
 * Those of the built pages that this machine looks at: of as many machines as `RINGSIDE_SHARE` says (`0/3` is the first of three), and where only
 * pages were edited, those. An edited page that is not found by its path may be anywhere, so then all are looked at.
 */
export function ownShare<Page extends { readonly name: string }>(built: readonly Page[]): readonly Page[] {
  const edited = editedPages()?.map((id) => id.replace(/(?:^|\/)index$/, '') || 'index');
  const areThere = edited?.every((name) => built.some((page) => page.name === name)) ?? false;
  const pages = areThere ? built.filter(({ name }) => edited?.includes(name)) : built;
  const { index, total } = shareOfMachine();
  return pages.filter((_, at) => at % total === index);
}

function shareOfMachine(): { readonly index: number; readonly total: number } {
  const [index = 0, total = 1] = (process.env['RINGSIDE_SHARE'] ?? '0/1').split('/').map(Number);
  return { index, total };
}

function idsIn(list: string | undefined): readonly string[] | undefined {
  if (list === undefined) return undefined;
  return (JSON.parse(list) as string[]).flatMap((path) => PAGE.exec(path)?.[1] ?? []);
}
