import { type ConfigEnv, defineConfig, mergeConfig, type ViteUserConfigFnObject } from 'vitest/config';
import { projectConfig } from '../tools/vitest/project.ts';

const common = projectConfig('docs-site', 'tests') as unknown as ViteUserConfigFnObject;

// Most of the time is a browser's: while one file waits for it, another one may run. Two pages are looked at side by side.
export default defineConfig((env: ConfigEnv) => mergeConfig(common(env), { test: { maxWorkers: 2, maxConcurrency: 2 } }));
