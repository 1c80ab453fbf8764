import { join } from 'node:path';
import { projectConfig } from '../tools/vitest/project.ts';

// Most of the time is a browser's: while one file waits for it, another one may run. Two pages are looked at side by side.
export default projectConfig(
  'docs-site',
  'tests',
  2,
  [join(import.meta.dirname, '..', 'tools', 'browser', 'get-ready.ts')],
  [],
  ['tests/browser.test.ts', 'tests/lighthouse.test.ts', 'tests/live-pictures.test.ts'],
);
