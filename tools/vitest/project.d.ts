import { type ViteUserConfig } from 'vitest/config';
/**
 * The one Vitest configuration of every package: tests run on TypeScript sources (no build needed), and the files that need
 * a real Cassandra (`*.integration.test.ts`) run only with `--mode integration`.
 *
 * @param name the package's folder name, shown in the report
 */
export declare function projectConfig(name: string): ViteUserConfig;
//# sourceMappingURL=project.d.ts.map
