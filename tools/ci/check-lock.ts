import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFaults } from './lock-faults.ts';
import { ROOT } from './steps.ts';

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Parameters<typeof lockFaults>[0] };
const faults = lockFaults(lock.packages);
for (const fault of faults) process.stderr.write(`package-lock.json: ${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
