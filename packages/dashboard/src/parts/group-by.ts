/** What has the same name together, in the order in which it first came. */
export function groupBy<T>(values: readonly T[], nameOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const name = nameOf(value);
    groups.set(name, groups.get(name) ?? []);
    groups.get(name)?.push(value);
  }
  return groups;
}
