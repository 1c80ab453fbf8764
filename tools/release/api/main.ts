import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../ci/steps.ts';
import { declarationFaults, shippedDeclarations } from '../declaration-faults.ts';
import { publishedPackages } from '../published.ts';
import { changesBetween, REPORT_FILE } from './compare.ts';
import { DOCUMENTED, undocumentedMembers } from './documented.ts';
import { apiReports } from './extract.ts';

const record = process.argv.includes('--record');
const packages = publishedPackages().filter(({ manifest }) => manifest.exports !== undefined);
const projects = packages.map(({ folder }) => join(folder, 'tsconfig.lib.json'));
execFileSync(join(ROOT, 'node_modules', '.bin', 'tsc7'), ['-b', ...projects], { cwd: ROOT, stdio: 'inherit' });

const unnamed = packages.flatMap(({ folder, manifest }) => declarationFaults(manifest, shippedDeclarations(join(ROOT, folder))));
for (const fault of unnamed) process.stderr.write(`${fault}, which its package.json does not name.\n`);

let changed = 0;
let undocumented = 0;
for (const [folder, report] of apiReports(packages)) {
  for (const member of DOCUMENTED.has(folder) ? undocumentedMembers(report) : []) {
    undocumented += 1;
    process.stderr.write(`${folder} exports a member without a doc comment: ${member}\n`);
  }
  const file = join(ROOT, folder, REPORT_FILE);
  const changes = changesBetween(existsSync(file) ? readFileSync(file, 'utf8') : '', report);
  if (changes.length === 0) continue;
  changed += 1;
  if (record) writeFileSync(file, report);
  process.stdout.write(`${folder}/${REPORT_FILE}${record ? ' is written' : ' is not what the package exports:'}\n`);
  for (const change of record ? [] : changes) process.stdout.write(`  ${change}\n`);
}
if (changed === 0) process.stdout.write('Every package exports what its report says.\n');
else if (!record) {
  process.stderr.write('Run npm run api:record, and commit the reports with the change: reviewers see there what becomes public.\n');
  process.exitCode = 1;
}
if (undocumented + unnamed.length > 0) process.exitCode = 1;
