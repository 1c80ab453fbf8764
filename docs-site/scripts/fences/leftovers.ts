import { setTimeout as sleep } from 'node:timers/promises';
import { type Ring, ringside } from './ring.ts';
import { CqlSessions } from './run-cql.ts';

interface Status {
  readonly nodes: readonly { readonly address: string; readonly status: string; readonly state: string }[];
}

const UP_DEADLINE_MS = 60_000;
const POLL_MS = 1_000;

/**
 * Drops the keyspaces that were not there before a page, and waits for every node to be up as node 1 sees it.
 *
 * @returns what the page left broken, in words; the nodes are mended as far as that is possible
 */
export async function leftovers(ring: Ring, before: readonly string[]): Promise<readonly string[]> {
  const away = await awayNodes(ring);
  for (const node of away) {
    await ringside(ring.home, `cluster resume ${node}`).catch(() => undefined);
    await ringside(ring.home, `cluster start ${node}`).catch(() => undefined);
  }
  await dropKeyspaces(ring, before);
  return away.map((node) => `It leaves ${node} down: a page ends with every node up.`);
}

async function awayNodes(ring: Ring): Promise<readonly string[]> {
  const endMs = performance.now() + UP_DEADLINE_MS;
  for (;;) {
    const { nodes } = JSON.parse(await ringside(ring.home, 'status --json').catch(() => '{"nodes":[]}')) as Status;
    const up = nodes.filter(({ status, state }) => status === 'Up' && state === 'Normal').map(({ address }) => address);
    const expected = Array.from({ length: ring.nodes }, (_, index) => ({ name: `node${index + 1}`, address: `127.0.0.${index + 1}` }));
    const away = expected.filter(({ address }) => !up.includes(address)).map(({ name }) => name);
    if (away.length === 0 || performance.now() > endMs) return away;
    await sleep(POLL_MS);
  }
}

async function dropKeyspaces(ring: Ring, before: readonly string[]): Promise<void> {
  const added = (await keyspaces(ring)).filter((name) => !before.includes(name));
  if (added.length > 0) await query(ring, added.map((name) => `DROP KEYSPACE "${name}";`).join('\n'));
}

/** The names of all keyspaces of a ring. */
export async function keyspaces(ring: Ring): Promise<readonly string[]> {
  const rows = await query(ring, 'SELECT keyspace_name FROM system_schema.keyspaces;');
  return [...rows.matchAll(/^ *(\w+) *$/gm)].map(([, name]) => name ?? '').filter((name) => name !== 'keyspace_name');
}

async function query(ring: Ring, text: string): Promise<string> {
  const sessions = new CqlSessions(ring.portBase + 42);
  try {
    const { output, failed } = await sessions.run(text, 1);
    if (failed) throw new Error(output);
    return output;
  } finally {
    await sessions.close();
  }
}
