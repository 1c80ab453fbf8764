// Prints the lines of Cassandra that this machine's share of the tests needs, each once: `4.0 4.1`.
import { fileURLToPath } from 'node:url';
import { linesOfShare, readMachine } from './parts.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.stdout.write(`${linesOfShare(root, readMachine(process.env)).join(' ')}\n`);
