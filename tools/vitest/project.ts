import { defineConfig, type ViteUserConfig } from 'vitest/config';

const SOURCE_CONDITION = '@ringside/source';

/**
 * The one Vitest configuration of every package: tests run on TypeScript sources (no build needed), and the files that need
 * a real Cassandra (`*.integration.test.ts`) run only with `--mode integration`.
 *
 * @param name the package's folder name, shown in the report
 */
export function projectConfig(name: string): ViteUserConfig {
  return defineConfig(({ mode }) => {
    const integration = mode === 'integration';
    return {
      resolve: { conditions: [SOURCE_CONDITION] },
      ssr: { resolve: { conditions: [SOURCE_CONDITION] } },
      test: {
        name,
        include: integration ? ['src/**/*.integration.test.{ts,tsx}'] : ['src/**/*.test.{ts,tsx}'],
        exclude: integration ? [] : ['**/*.integration.test.{ts,tsx}'],
        passWithNoTests: false,
        testTimeout: integration ? 120_000 : 10_000,
        hookTimeout: integration ? 240_000 : 10_000,
        fileParallelism: !integration,
        reporters: process.env['RINGSIDE_REPORT'] ? ['default', ['json', { outputFile: process.env['RINGSIDE_REPORT'] }]] : ['default'],
      },
    };
  }) as ViteUserConfig;
}
