/** A label of the repository. */
export interface Label {
  readonly name: string;
  readonly color: string;
  readonly description: string;
}

/**
 * Where labels that are set, and those that there are, differ; and what GitHub would refuse in the latter.
 *
 * @param labels the repository's
 * @param used labels by the file that sets them
 * @returns one sentence a fault
 */
export function labelFaults(labels: readonly Label[], used: Readonly<Record<string, readonly string[]>>): string[] {
  const known = new Set(labels.map(({ name }) => name));
  const set = new Set(Object.values(used).flat());
  return [
    ...Object.entries(used).flatMap(([file, names]) =>
      names.filter((name) => !known.has(name)).map((name) => `${file}: no label "${name}"`),
    ),
    ...labels.filter(({ name }) => !set.has(name)).map(({ name }) => `label "${name}" is set by nothing`),
    ...labels.filter(({ color }) => !/^[\da-f]{6}$/.test(color)).map(({ name }) => `label "${name}" has no colour of six hex digits`),
    ...labels
      .filter(({ description }) => description.length > 100)
      .map(({ name }) => `label "${name}" is described in over 100 characters`),
  ];
}
