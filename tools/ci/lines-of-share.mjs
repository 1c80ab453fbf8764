// Prints the lines of Cassandra that this machine's share of the tests is about, each once: `4.0 4.1`.
import { fileURLToPath } from 'node:url';
import { readMachine, shareOf } from './parts.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const share = shareOf(root, 'real-cluster', readMachine(process.env));
const lines = share.flatMap((path) => /\/versions\/cassandra-(\d+\.\d+)\.integration\.test\.ts$/.exec(path)?.[1] ?? []);
process.stdout.write(`${[...new Set(lines)].toSorted().join(' ')}\n`);
