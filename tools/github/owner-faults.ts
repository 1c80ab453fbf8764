interface Rule {
  readonly line: number;
  readonly pattern: string;
  readonly owners: readonly string[];
}

const TEAM = /^@[a-z\d]+(?:-[a-z\d]+)*\/[a-z\d]+(?:-[a-z\d]+)*$/;
const PLACE = /^(?:\*|\/[\w./-]+)$/;

/**
 * What is wrong with a CODEOWNERS file: a pattern that is neither `*` nor a folder or file from the root, one that decides for no file
 * (there is none, or later lines take them all), or an owner that is not a team.
 *
 * @param files every tracked path from the root
 * @returns one sentence a fault
 */
export function ownerFaults(text: string, files: readonly string[]): string[] {
  const rules = rulesOf(text);
  const decided = new Set(files.map((file) => rules.findLast((rule) => matches(rule.pattern, file))));
  const undecided = files.filter((file) => !rules.some((rule) => matches(rule.pattern, file)));
  return [...rules.flatMap((rule) => ruleFaults(rule, files, decided)), ...undecided.slice(0, 1).map((file) => `nobody owns ${file}`)];
}

function ruleFaults({ line, pattern, owners }: Rule, files: readonly string[], decided: ReadonlySet<Rule | undefined>): string[] {
  const faults = owners.filter((owner) => !TEAM.test(owner)).map((owner) => `line ${line}: ${owner} is not a team`);
  if (owners.length === 0) faults.push(`line ${line}: ${pattern} has no owner`);
  if (!PLACE.test(pattern)) faults.push(`line ${line}: ${pattern} is neither * nor a folder/ or file from the root`);
  else if (!files.some((file) => matches(pattern, file))) faults.push(`line ${line}: ${pattern} matches no file`);
  else if (![...decided].some((rule) => rule?.line === line)) faults.push(`line ${line}: later lines take all that ${pattern} matches`);
  return faults;
}

function rulesOf(text: string): readonly Rule[] {
  return text.split('\n').flatMap((written, index) => {
    const [pattern, ...owners] = written
      .replace(/#.*/, '')
      .split(/\s+/)
      .filter((word) => word !== '');
    return pattern === undefined ? [] : [{ line: index + 1, pattern, owners }];
  });
}

function matches(pattern: string, file: string): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('/') ? `/${file}`.startsWith(pattern) : `/${file}` === pattern;
}
