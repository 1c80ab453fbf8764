import { systemClock } from '@ringside/core';
import { comeLast, runDocsBuild } from './up/docs-build-run.ts';
import { docsPlace } from './up/docs-place.ts';

// What `buildDocs()` starts: `docs-builder.js --docs-of <workspace> --log <file>`. A process of its own, so that it can be found again.
const workspace = process.argv[process.argv.indexOf('--docs-of') + 1];
if (workspace === undefined) throw new Error('--docs-of <workspace> is missing');
comeLast();
process.exitCode = await runDocsBuild(docsPlace(workspace), systemClock);
