import { type ConsistencyLevel, CONSISTENCY_LEVELS } from '@ringside/model';

/** Views of the page, by what stands for them in its address. */
export const VIEWS = [
  'overview',
  'ring',
  'nodes',
  'keyspaces',
  'advice',
  'history',
  'activity',
  'clients',
  'snapshots',
  'settings',
] as const;

/** One of {@link VIEWS}. */
export type View = (typeof VIEWS)[number];

/** What the page shows, as its address says it: to be linked to, reloaded and sent to a colleague. */
export interface Address {
  readonly view: View;
  /** `address:port` of a node, in the view of nodes. */
  readonly node?: string | undefined;
  /** Case kept, no quotes. */
  readonly keyspace?: string | undefined;
  /** Case kept, no quotes. */
  readonly table?: string | undefined;
  /** A range by the token at its end. */
  readonly range?: string | undefined;
  /** A value for each column of a partition key. */
  readonly key?: readonly string[] | undefined;
  /** Default: `LOCAL_QUORUM`. */
  readonly consistency?: ConsistencyLevel | undefined;
}

const TOKEN = /^-?[0-9]{1,19}$/;

/** Reads the part of an address behind `#`. What it does not understand it leaves out: a link of an older page still leads somewhere. */
export function readAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [view, node] = path.split('/', 2).map(decode);
  const parameters = new URLSearchParams(query);
  const level = parameters.get('consistency')?.toUpperCase();
  const range = parameters.get('range') ?? '';
  const key = parameters.getAll('key');
  return {
    view: VIEWS.find((each) => each === view) ?? 'overview',
    ...(view === 'nodes' && node !== undefined && node !== '' && { node }),
    ...textOf(parameters, 'keyspace'),
    ...textOf(parameters, 'table'),
    ...(TOKEN.test(range) && { range }),
    ...(key.length > 0 && { key }),
    ...(CONSISTENCY_LEVELS.some((each) => each === level) && { consistency: level as ConsistencyLevel }),
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function textOf(parameters: URLSearchParams, name: 'keyspace' | 'table'): Partial<Address> {
  const text = parameters.get(name);
  return text === null || text === '' ? {} : { [name]: text };
}

/** The address as a link, such as `#/ring?keyspace=orders&key=alice`: what {@link readAddress} reads. */
export function hrefOf({ view, node, keyspace, table, range, key = [], consistency }: Address): string {
  const path = node === undefined ? view : `${view}/${encodeURIComponent(node)}`;
  const query = new URLSearchParams([
    ...Object.entries({ keyspace, table, range, consistency }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ...key.map((each) => ['key', each]),
  ]).toString();
  return `#/${path}${query === '' ? '' : `?${query}`}`;
}
