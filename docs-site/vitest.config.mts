import { join } from 'node:path';
import { projectConfig } from '../tools/vitest/project.ts';

// Most of the time is a browser's: while one file waits for it, another one may run. Two pages are looked at side by side.
const setup = [join(import.meta.dirname, '..', 'tools', 'browser', 'get-ready.ts')];
// On real rings, which every file starts as a reader would, most of the time is waiting.
const beside = { workers: 2, first: ['/fences.integration.test.ts', '/upgrade-page.integration.test.ts'] };
export default projectConfig('docs-site', 'tests', 2, setup, [], beside);
