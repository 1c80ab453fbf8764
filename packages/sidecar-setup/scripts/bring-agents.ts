import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getCassandra } from '@ringside/cassandra-install';

const AGENTS = fileURLToPath(new URL('../agents', import.meta.url));

/** Puts the control agents into this package, each checked against the lock: an operator's host has no Maven, and may have no network. */
const { directory } = await getCassandra();
const locked = join(directory, 'agents');
await rm(AGENTS, { recursive: true, force: true });
await mkdir(AGENTS);
for (const jar of await readdir(locked)) await copyFile(join(locked, jar), join(AGENTS, jar));
const OF = 'The JVM agents of Jolokia (jolokia.org), unchanged, as Maven has them. Apache License 2.0, Copyright 2009-2025 Roland Huss.\n';
await writeFile(join(AGENTS, 'NOTICE'), OF);
process.stdout.write(`${AGENTS} holds the control agents\n`);
