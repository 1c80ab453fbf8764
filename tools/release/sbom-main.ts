import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../ci/steps.ts';
import { readLock } from '../gates/lock.ts';
import { publishedPackages } from './published.ts';
import { sbomFaults } from './sbom-faults.ts';
import { sbomOf } from './sbom.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: join(ROOT, 'dist', 'sbom') } } });
const lock = readLock();
mkdirSync(values.out, { recursive: true });
for (const each of publishedPackages()) {
  const text = sbomOf(each, lock);
  const file = `${each.folder.replace('packages/', 'ringside-')}-${each.manifest.version}.cdx.json`;
  writeFileSync(join(values.out, file), text);
  for (const fault of await sbomFaults(file, text)) {
    process.stderr.write(`${fault}\n`);
    process.exitCode = 1;
  }
}
process.stdout.write(`Bills of materials for ${publishedPackages().length} packages are in ${relative(process.cwd(), values.out)}\n`);
