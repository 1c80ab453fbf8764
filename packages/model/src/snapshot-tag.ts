import { required } from './required.ts';

/** The name of a snapshot that may be on a node already: it can be listed and cleared. Only the functions of this package make one. */
export type SnapshotTag = string & { readonly brand: 'SnapshotTag' };

/** The name of a snapshot that may be taken. Only the functions of this package make one. */
export type NewSnapshotTag = SnapshotTag & { readonly use: 'new' };

/** As bytes of ASCII: what a name of a file can have on every file system that Cassandra runs on. */
const MAX_LENGTH = 255;

/**
 * What ends a line for Java: Cassandra looks for a snapshot's folder with a pattern whose dot stops there, and so neither lists nor clears it. It makes
 * such a snapshot all the same.
 */
const LINE_BREAKS = String.raw`\n\r\u0085\u2028\u2029`;

/** The texts that {@link parseSnapshotTag} reads, as a JSON schema has them. */
export const SNAPSHOT_TAG_PATTERN: string = String.raw`^(?!\.{1,2}$)[^/\u0000${LINE_BREAKS}]{1,${MAX_LENGTH}}$`;

/** The texts that {@link parseNewSnapshotTag} reads, as a JSON schema has them. */
export const NEW_SNAPSHOT_TAG_PATTERN: string = `^[A-Za-z0-9_](?:[A-Za-z0-9_.+=@:, -]{0,${MAX_LENGTH - 2}}[A-Za-z0-9_.+=@:,-])?$`;

/** The rule of {@link parseSnapshotTag} in one sentence, for a person whose tag it refuses. */
export const SNAPSHOT_TAG_RULE: string = `A snapshot has the name of a folder: up to ${MAX_LENGTH} characters, no / among them, and neither . nor .. alone. Cassandra neither lists nor clears one with a line break in its name; delete its folders by hand: <data>/<keyspace>/<table>-<id>/snapshots/<tag>.`;

/** The rule of {@link parseNewSnapshotTag} in one sentence, for a person whose tag it refuses. */
export const NEW_SNAPSHOT_TAG_RULE: string = `A new snapshot's name has 1 to ${MAX_LENGTH} letters, digits and . _ - + = @ : , or blanks, and starts with a letter, a digit or _.`;

const TAG = new RegExp(SNAPSHOT_TAG_PATTERN, 'u');
const NEW_TAG = new RegExp(NEW_SNAPSHOT_TAG_PATTERN, 'u');

/**
 * Reads the name of a snapshot that may be there: whatever a folder can be called, as far as Cassandra finds it. Never an empty one, which would mean
 * *every* snapshot to Cassandra.
 *
 * @returns undefined for what names no snapshot that Cassandra finds
 */
export function parseSnapshotTag(text: string): SnapshotTag | undefined {
  return TAG.test(text) ? (text as SnapshotTag) : undefined;
}

/**
 * Reads the name of a snapshot that is to be taken. It becomes a folder on disk, a part of a URL and a word on a command line, so the rule is narrower
 * than Cassandra's, which would take nearly anything, some of which it then cannot list, clear or print.
 *
 * @returns undefined for what a new snapshot cannot be called
 */
export function parseNewSnapshotTag(text: string): NewSnapshotTag | undefined {
  return NEW_TAG.test(text) ? (text as NewSnapshotTag) : undefined;
}

/* @__NO_SIDE_EFFECTS__ */
/**
 * The {@link parseSnapshotTag} of a text that has to be one, for a program that knows its snapshot.
 *
 * @throws OpsError `INVALID_ARGUMENT`
 */
export function snapshotTag(text: string): SnapshotTag {
  return required(parseSnapshotTag(text), text, SNAPSHOT_TAG_RULE);
}

/* @__NO_SIDE_EFFECTS__ */
/**
 * The {@link parseNewSnapshotTag} of a text that has to be one, for a program that knows its snapshot.
 *
 * @throws OpsError `INVALID_ARGUMENT`
 */
export function newSnapshotTag(text: string): NewSnapshotTag {
  return required(parseNewSnapshotTag(text), text, NEW_SNAPSHOT_TAG_RULE);
}
