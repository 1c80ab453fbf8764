import { setTimeout as sleep } from 'node:timers/promises';
import { ringside } from './program.ts';
import type { Ring } from './ring.ts';
import { CqlSessions } from './run-cql.ts';

interface Status {
  readonly nodes: readonly { readonly status: string; readonly state: string }[];
}

const UP_LIMIT_MS = 60_000;
const POLL_MS = 1_000;
const ANSWER_LIMIT_MS = 5_000;

/**
 * Drops the keyspaces that were not there before a page, and brings back every node that it left away.
 *
 * @returns what the page left broken, in words
 */
export async function leftovers(ring: Ring, before: readonly string[]): Promise<readonly string[]> {
  if (ring.nodes === 0) return [];
  const nodes = Array.from({ length: ring.nodes }, (_, index) => index + 1);
  const answers = await Promise.all(nodes.map(async (node) => ({ node, isThere: await speaksCql(ring, node) })));
  const away = answers.filter(({ isThere }) => !isThere).map(({ node }) => `node${node}`);
  for (const node of away) {
    await ringside(ring.home, `cluster resume ${node}`).catch(() => undefined);
    await ringside(ring.home, `cluster start ${node}`).catch(() => undefined);
  }
  await allUp(ring);
  await dropKeyspaces(ring, before);
  return away.map((node) => `It leaves ${node} down: a page ends with every node up.`);
}

/** A node's own word: its peers need a while to miss one that is frozen. */
async function speaksCql(ring: Ring, node: number): Promise<boolean> {
  const sessions = new CqlSessions(ring.portBase + 42);
  try {
    const { failed } = await sessions.run('SELECT key FROM system.local;', node, AbortSignal.timeout(ANSWER_LIMIT_MS));
    return !failed;
  } catch {
    return false;
  } finally {
    await sessions.close();
  }
}

/** Waits until node 1 takes every node for up, so that no page begins with the end of another. */
async function allUp(ring: Ring): Promise<void> {
  const endMs = performance.now() + UP_LIMIT_MS;
  for (;;) {
    const { nodes } = JSON.parse(await ringside(ring.home, 'status --json').catch(() => '{"nodes":[]}')) as Status;
    const up = nodes.filter(({ status, state }) => status === 'Up' && state === 'Normal');
    if (up.length === ring.nodes) return;
    if (performance.now() > endMs) throw new Error(`Only ${up.length} of ${ring.nodes} nodes are up again after a page`);
    await sleep(POLL_MS);
  }
}

async function dropKeyspaces(ring: Ring, before: readonly string[]): Promise<void> {
  const added = (await keyspaces(ring)).filter((name) => !before.includes(name));
  if (added.length > 0) await query(ring, added.map((name) => `DROP KEYSPACE "${name}";`).join('\n'));
}

/** The names of all keyspaces of a ring; none where a page starts its own. */
export async function keyspaces(ring: Ring): Promise<readonly string[]> {
  if (ring.nodes === 0) return [];
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
