import type { Snapshot } from '../model.ts';
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
  const rows = Array.from(text.matchAll(rowPattern(tag)), ({ groups = {} }) => ({
    tag,
    keyspace: groups['keyspace'] ?? '',
    table: groups['table'] ?? '',
    sizeBytes: parseSize(groups['size'] ?? '0'),
    trueSizeBytes: parseSize(groups['trueSize'] ?? '0'),
    createdAt: known(groups['created']),
    expiresAt: known(groups['expires']),
  }));
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
const TYPES = /(?:,?\(itemName=[\w ]+,itemType=javax\.management\.openmbean\.SimpleType\(name=java\.lang\.String\)\)){4,}(?=\))/g;

function rowPattern(tag: string): RegExp {
  const literalTag = tag.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  return new RegExp(
    String.raw`contents=\{Column family name=(?<table>[^,=]+)(?:, Creation time=(?<created>[^,]*))?(?:, Ephemeral=[^,]*)?` +
      String.raw`(?:, Expiration time=(?<expires>[^,]*))?, Keyspace name=(?<keyspace>[^,=]+), Size on disk=(?<size>[^,}]+), ` +
      `Snapshot name=${literalTag}` +
      String.raw`, True size=(?<trueSize>[^,}]+)\}`,
    'g',
  );
}

function known(text: string | undefined): string | null {
  return text === undefined || text === '' || text === 'null' ? null : text;
}
