import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fencedPages } from './parts.mjs';
import { ROOT } from './steps.ts';

// Takes down which pages have fences that are run. The gate `fenced-pages` tells when that is no longer true.
writeFileSync(join(ROOT, 'tools', 'ci', 'fenced-pages.json'), `${JSON.stringify(fencedPages(ROOT), null, 2)}\n`);
