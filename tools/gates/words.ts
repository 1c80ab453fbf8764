/** A name that the word list bans: everywhere, or in one package. One that ends in a slash is that of a folder; a star in front stands for any beginning. */
export interface BannedName {
  readonly package: string | undefined;
  readonly name: string;
}

/** What stands in the last column of the word list of a page: `name`, or `package: name`. */
export function bannedNames(page: string): readonly BannedName[] {
  const table = /^\| word .*\n\|[ -|]*\n((?:\|.*\n)+)/m.exec(page)?.[1] ?? '';
  const cells = table.split('\n').flatMap((row) => row.split('|').slice(3, 4));
  return cells.flatMap((cell) =>
    Array.from(cell.matchAll(/`(?:([a-z-]+): )?([^`]+)`/g), ([, inPackage, name = '']) => ({ package: inPackage, name })),
  );
}

/**
 * Finds what the word list bans in a file and in its path.
 *
 * @returns `file: what is wrong`
 */
export function wordFaults(banned: readonly BannedName[], file: string, text: string): readonly string[] {
  const inPackage = /^packages\/([^/]+)\/src\//.exec(file)?.[1];
  const isUsed = ({ name }: BannedName): boolean =>
    name.endsWith('/') ? file.includes(`/src/${name}`) : new RegExp(String.raw`\b${name.replace(/^\*/, String.raw`\w*`)}\b`).test(text);
  const used = banned.filter((each) => (each.package === undefined || each.package === inPackage) && isUsed(each));
  return used.map(({ name }) => `${file}: ${name} is not a word of the architecture page`);
}
