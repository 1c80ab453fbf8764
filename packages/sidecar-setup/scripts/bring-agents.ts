import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getCassandra } from '@ringside/cassandra-install';
import { writeDurably } from '@ringside/host';

const AGENTS = fileURLToPath(new URL('../agents', import.meta.url));
const NOTICE =
  'The JVM agents of Jolokia (jolokia.org), unchanged, as Maven has them. Apache License 2.0, Copyright 2009-2025 Roland Huss.\n';
const READABLE = 0o644;

/** Leaves alone what is there already: somebody may be packing it. */
async function put(name: string, content: Buffer): Promise<void> {
  const file = join(AGENTS, name);
  const before = await readFile(file).catch(() => undefined);
  if (before?.equals(content) !== true) await writeDurably(file, content, READABLE);
}

// The control agents, each checked against the lock: an operator's host has no Maven, and may have no network.
const { directory } = await getCassandra();
const locked = join(directory, 'agents');
await mkdir(AGENTS, { recursive: true });
for (const jar of await readdir(locked)) await put(jar, await readFile(join(locked, jar)));
await put('NOTICE', Buffer.from(NOTICE));
process.stdout.write(`${AGENTS} holds the control agents\n`);
