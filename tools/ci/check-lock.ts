import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFaults } from './lock-faults.ts';
import { ROOT } from './steps.ts';

/** The workspace's, and that of the browser, which only tests need. */
const LOCKS = ['package-lock.json', 'tools/browser/package-lock.json'];

for (const path of LOCKS) {
  const lock = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as { packages: Parameters<typeof lockFaults>[0] };
  for (const fault of lockFaults(lock.packages)) {
    process.stderr.write(`${path}: ${fault}\n`);
    process.exitCode = 1;
  }
}
