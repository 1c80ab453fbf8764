import type { Snapshot } from '@ringside/node-control';
import { ShapeError } from './shape-error.ts';
import { parseSize } from './size.ts';

/**
 * Reads one tag's rows of `StorageService.SnapshotDetails` from the text that Java gives for its tabular data.
 *
 * Why text: each row's key holds all of its columns, the expiry among them, which is null for a snapshot that does not expire. The agent cannot write
 * a null key as JSON and cuts its answer off in the middle, so the table is asked for one level deep, where it comes as
 * `TabularDataSupport.toString()`. That text names the columns in alphabetical order. The tag is known and matched literally, hence no
 * tag, however odd, can forge a row.
 *
 * @param tag the snapshot's name, the key under which the text came
 * @throws ShapeError when there is no row in it
 */
export function parseSnapshotDetails(tag: string, text: string): readonly Snapshot[] {
  const rows: Snapshot[] = [];
  const head = new RegExp(HEAD, 'g');
  for (let match = head.exec(text); match !== null; match = head.exec(text)) {
    const { table = '', keyspace = '', size = '', created, expires } = match.groups ?? {};
    const trueSize = text.startsWith(tag, head.lastIndex)
      ? TAIL.exec(text.slice(head.lastIndex + tag.length, head.lastIndex + tag.length + LONGEST_TAIL))
      : null;
    // What only looks like the head of a row stands in a tag: the real one may begin within it.
    if (trueSize === null) head.lastIndex = match.index + 1;
    else {
      const [sizeBytes, trueSizeBytes] = [parseSize(size), parseSize(trueSize[1] ?? '')];
      rows.push({ tag, keyspace, table, sizeBytes, trueSizeBytes, createdAt: known(created), expiresAt: known(expires) });
    }
  }
  if (rows.length === 0) throw new ShapeError(`the details of snapshot ${tag} cannot be read`);
  return rows;
}

/**
 * Leaves out of that text what it says of its own types, once for the table and once for each row: seven tenths of it, and megabytes where there are
 * thousands of snapshots. What is left out is longer than a tag can be, so no tag can be mistaken for it.
 */
export function condenseDetails(text: string): string {
  return text.replaceAll(TYPES, '');
}

// Up to the bracket that closes the list: of a list that has not arrived in full nothing is left out.
const TYPES = /(?:,?\(itemName=[\w ]+,itemType=javax\.management\.openmbean\.SimpleType\(name=java\.lang\.(?:String|Long)\)\)){4,}(?=\))/g;

/** A row up to its tag. It is compiled once for all tags: with thousands of them a pattern for each takes a second. */
const HEAD =
  /contents=\{Column family name=(?<table>[^,=]+)(?:, Creation time=(?<created>[^,]*))?(?:, Ephemeral=[^,]*)?(?:, Expiration time=(?<expires>[^,]*))?, Keyspace name=(?<keyspace>[^,=]+)(?:, Raw true size=\d+)?, Size on disk=(?<size>[^,}]+), Snapshot name=/;
const TAIL = /^, True size=([^,}]+)\}/;
const LONGEST_TAIL = 64;

function known(text: string | undefined): string | null {
  return text === undefined || text === '' || text === 'null' ? null : text;
}
