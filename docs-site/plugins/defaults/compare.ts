import { type DefaultsTable, keyIn, lookUpDefault } from './table.ts';

/**
 * What a setting is in one version, in one table cell: its one value, or what it is in which file where that makes a difference.
 *
 * @returns a dash where the version has no such setting
 */
export function comparison(table: DefaultsTable, version: string, name: string): string {
  const own = table[version];
  if (own === undefined || keyIn(table, own, name) === undefined) return '–';
  const { values, isOne } = lookUpDefault(table, version, name);
  const shown = (value: string | undefined): string => value ?? 'unset';
  if (isOne) return shown(values.code);
  const shipped = `shipped ${shown(values.shipped)}`;
  const code = values.code === values.shipped ? [] : [`code ${shown(values.code)}`];
  const latest = values.latest === values.shipped ? [] : [`latest ${shown(values.latest)}`];
  return [...code, shipped, ...latest].join(', ');
}
