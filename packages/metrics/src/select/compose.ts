import type { Family, MetricDefinition } from '../model.ts';

/**
 * Families of several origins as one document: the sidecar's own and Cassandra's. Where two have the same definition, their series stand
 * together.
 *
 * @throws TypeError where one name means two things; both are tables in the code, so this is a mistake in one of them
 */
export function composeFamilies(...origins: readonly (readonly Family[])[]): readonly Family[] {
  const byName = new Map<string, Family>();
  for (const family of origins.flat()) {
    const { name } = family.definition;
    const known = byName.get(name);
    if (known !== undefined && !isSame(known.definition, family.definition)) throw new TypeError(`Two metrics are called ${name}`);
    byName.set(name, known === undefined ? family : joined(known, family));
  }
  return [...byName.values()];
}

function isSame(left: MetricDefinition, right: MetricDefinition): boolean {
  return left.kind === right.kind && left.unit === right.unit && left.labels.join() === right.labels.join();
}

function joined(left: Family, right: Family): Family {
  return { ...left, series: [...left.series, ...right.series], observedAtMs: Math.min(left.observedAtMs, right.observedAtMs) };
}
