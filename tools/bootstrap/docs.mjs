// What `ringside up` runs in the background, as `docs.mjs --docs-of <clone> --log <file>`: gets the dependencies that only the documentation needs, builds it, and
// dates its pages. Those words are how it is found again.
import { fileURLToPath } from 'node:url';
import { comeLast, datedBuild } from './docs-build.mjs';
import { buildDocs } from './launch.mjs';

comeLast();
process.exitCode = await datedBuild(fileURLToPath(new URL('../../docs-site/build', import.meta.url)), async () => {
  await buildDocs();
  return Number(process.exitCode ?? 0);
});
