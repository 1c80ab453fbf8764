import type { Session } from '@ringside/client';
import { useCluster } from '@ringside/cluster/vitest';
import { encodeRoutingKey, murmur3Token, ringErrors, serializeKey, type UserType } from '@ringside/ring';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, executeAll } from './support/driver.ts';
import { NATIVE_TEXTS, NESTED_TEXTS } from './support/key-texts.ts';

const USER_TYPES: readonly UserType[] = [
  {
    name: 'address',
    fields: [
      { name: 'street', type: 'text' },
      { name: 'num', type: 'int' },
      { name: 'Mixed', type: 'double' },
    ],
  },
  {
    name: 'deep',
    fields: [
      { name: 'a', type: 'frozen<address>' },
      { name: 's', type: 'frozen<set<int>>' },
    ],
  },
  {
    name: 'Mixed',
    fields: [
      { name: 'a', type: 'int' },
      { name: 'B', type: 'frozen<list<text>>' },
    ],
  },
];

const SCHEMA = [
  "CREATE KEYSPACE keys WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  'CREATE TYPE keys.address (street text, num int, "Mixed" double)',
  'CREATE TYPE keys.deep (a frozen<address>, s frozen<set<int>>)',
  'CREATE TYPE keys."Mixed" (a int, "B" frozen<list<text>>)',
];

const QUOTED: ReadonlySet<string> = new Set(['ascii', 'text', 'inet']);
const REFUSED = 'refused';

const cluster = useCluster();
let session: Session;
let tables = 0;

beforeAll(async () => {
  session = await connect(cluster().node(0));
  await executeAll(session, SCHEMA);
});
afterAll(async () => {
  await session?.close();
});

/** Writes the key with that literal and reads the token of the row that it then finds: what the server makes of it, or that it refuses it. */
async function serverToken(table: string, literal: string): Promise<string> {
  try {
    await session.execute(`INSERT INTO ${table} (k) VALUES (${literal})`);
    const { rows } = await session.execute(`SELECT token(k) AS position FROM ${table} WHERE k = ${literal}`);
    return String(rows[0]?.['position']);
  } catch {
    return REFUSED;
  }
}

function ourToken(type: string, text: string): string {
  try {
    return String(murmur3Token(encodeRoutingKey([serializeKey(type, text, USER_TYPES)])));
  } catch (error) {
    if (ringErrors.INVALID_KEY.is(error)) return REFUSED;
    throw error;
  }
}

async function createTable(type: string): Promise<string> {
  tables += 1;
  await session.execute(`CREATE TABLE keys.t${tables} (k ${type} PRIMARY KEY)`);
  return `keys.t${tables}`;
}

/** How CQL writes a text of one of its own types: in quotes, without, or for what may be a number in both ways. */
function literals(type: string, text: string): readonly string[] {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  if (QUOTED.has(type)) return [quoted];
  if (!['date', 'time', 'timestamp'].includes(type)) return [text];
  return /^-?\d+$/.test(text) ? [text, quoted] : [quoted];
}

describe("a key's token is the server's, and what the server refuses is refused", () => {
  test.each(Object.entries(NATIVE_TEXTS))('%s', async (type, texts) => {
    const table = await createTable(type);
    const asked = texts.flatMap((text) => literals(type, text).map((literal) => ({ text, literal })));
    const theirs: string[] = [];
    for (const { literal } of asked) theirs.push(await serverToken(table, literal));
    expect(asked.map(({ text }) => [text, ourToken(type, text)])).toEqual(asked.map(({ text }, at) => [text, theirs[at]]));
    // Each list holds what is right and, but for text, what is wrong: a server that answered everything alike would prove nothing.
    expect(theirs.some((token) => token !== REFUSED)).toBe(true);
    expect(theirs.includes(REFUSED)).toBe(type !== 'text');
  });

  test.each(Object.entries(NESTED_TEXTS))('%s', async (type, texts) => {
    const table = await createTable(type);
    const theirs: string[] = [];
    for (const text of texts) theirs.push(await serverToken(table, text));
    expect(texts.map((text) => [text, ourToken(type, text)])).toEqual(texts.map((text, at) => [text, theirs[at]]));
    expect(theirs.some((token) => token !== REFUSED)).toBe(true);
  });
});

describe('a key of one meaning only', () => {
  test.each([
    ['frozen<set<decimal>>', '{1.0, 1.00}'],
    ['frozen<map<text, int>>', "{'a': 1, 'a': 2}"],
  ])('is not a %s such as %s, which the server reads now so, now so', (type, text) => {
    expect(ourToken(type, text)).toBe(REFUSED);
  });
});
