import { readFileSync } from 'node:fs';
import { nearest } from '@ringside/core';
import { shownValue } from './value.ts';

/** Settings of cassandra.yaml by key, groups with dots (`accord.enabled`), as Cassandra writes their values; `null` is unset. */
export type Settings = Readonly<Record<string, string | null>>;

/** The defaults of one Cassandra, and where they were read. */
export interface VersionDefaults {
  /** The tag of the release, and its commit. */
  readonly tag: string;
  readonly commit: string;
  /** What the class `Config` has when no file sets anything. */
  readonly code: Settings;
  /** Names that settings had before, each with the name of today. */
  readonly former: Readonly<Record<string, string>>;
  /** What the `cassandra.yaml` of the release sets. */
  readonly shipped: Settings;
  /** What its `cassandra_latest.yaml` sets; there is none before 5.0. */
  readonly latest?: Settings;
}

/** The defaults of every supported Cassandra, by exact version, oldest first. */
export type DefaultsTable = Readonly<Record<string, VersionDefaults>>;

/** Where a default can come from: the program alone, or the program with one of the two files that are shipped. */
export const ORIGINS = ['code', 'shipped', 'latest'] as const;
/** One of them. */
export type Origin = (typeof ORIGINS)[number];

/** One setting of one Cassandra, by each origin, as a reader reads it; `undefined` is unset, or computed when the node starts. */
export interface Default {
  /** How this version spells the key. */
  readonly key: string;
  readonly values: Readonly<Record<Origin, string | undefined>>;
  /** True when it does not depend on the file. */
  readonly isOne: boolean;
}

const FILE = new URL('../../src/recorded/cassandra-defaults.json', import.meta.url);
let read: DefaultsTable | undefined;

/** The recorded table. */
export function defaultsTable(): DefaultsTable {
  read ??= JSON.parse(readFileSync(FILE, 'utf8')) as DefaultsTable;
  return read;
}

/** The exact version that a line such as `5.0` stands for. */
export function versionOf(table: DefaultsTable, line: string): string | undefined {
  return Object.keys(table).find((version) => version === line || version.startsWith(`${line}.`) || version.startsWith(`${line}-`));
}

/** Every name of today, of any version, sorted. */
export function settingNames(table: DefaultsTable): readonly string[] {
  const today = todayOf(table);
  const all = Object.values(table).flatMap(({ code, shipped, latest = {} }) =>
    [...Object.keys(code), ...Object.keys(shipped), ...Object.keys(latest)].map((key) => today(key)),
  );
  return [...new Set(all)].toSorted();
}

/** Every name that cassandra.yaml may hold in any version, old names too. */
export function allNames(table: DefaultsTable): ReadonlySet<string> {
  const settings = Object.values(table).flatMap(({ code, shipped, former }) => [code, shipped, former]);
  return new Set(settings.flatMap((one) => Object.keys(one)));
}

/**
 * Looks one setting up.
 *
 * @param name as any version spells it
 * @throws Error with one sentence, naming the nearest key, when this version has no such setting
 */
export function lookUpDefault(table: DefaultsTable, version: string, name: string): Default {
  const own = table[version];
  if (own === undefined) throw new Error(`the table has no Cassandra ${version}; it has ${Object.keys(table).join(', ')}`);
  const key = keyIn(table, own, name);
  if (key !== undefined) return defaultOf(own, key);
  const near = nearest(name, Object.keys(own.code));
  throw new Error(`Cassandra ${version} has no setting "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`);
}

/** How a version spells a setting; `undefined` where it has none. */
export function keyIn(table: DefaultsTable, own: VersionDefaults, name: string): string | undefined {
  const keys = spellings.get(own) ?? spell(table, own);
  spellings.set(own, keys);
  return keys.get(todayOf(table)(name));
}

const spellings = new WeakMap<VersionDefaults, ReadonlyMap<string, string>>();

/** The keys of a version by the names of today; its own name of today goes before an older one that it still takes. */
function spell(table: DefaultsTable, { code, shipped, latest = {} }: VersionDefaults): ReadonlyMap<string, string> {
  const today = todayOf(table);
  const keys = [...Object.keys(code), ...Object.keys(shipped), ...Object.keys(latest)];
  const isToday = (key: string): boolean => today(key) === key;
  return new Map([...keys.filter((key) => !isToday(key)), ...keys.filter(isToday)].map((key) => [today(key), key]));
}

function defaultOf({ code, shipped, latest = shipped }: VersionDefaults, key: string): Default {
  const [inCode, inShipped, inLatest] = [{}, shipped, latest].map((file: Settings) => shownValue(key, file[key] ?? code[key] ?? null));
  const isOne = inCode === inShipped && inCode === inLatest;
  return { key, values: { code: inCode, shipped: inShipped, latest: inLatest }, isOne };
}

const namesOfToday = new WeakMap<DefaultsTable, Readonly<Record<string, string>>>();

/** The newest name of a setting, by any name that it ever had. */
export function todayOf(table: DefaultsTable): (key: string) => string {
  const former = namesOfToday.get(table) ?? Object.assign({}, ...Object.values(table).map((one) => one.former));
  namesOfToday.set(table, former);
  return (key) => {
    const newer = former[key];
    return newer === undefined || newer === key ? key : newer;
  };
}
