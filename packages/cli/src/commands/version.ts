import { createRequire } from 'node:module';
import { defineCommand } from '@ringside/cli-kit';

/** `ringside version`: what is installed. */
export const command = defineCommand({
  description: 'Prints the versions of Ringside and of the Node that runs it, and the platform.',
  examples: [
    { command: 'ringside version', doc: 'for a person' },
    { command: 'ringside version --json', doc: 'for a program' },
  ],
  async run(context) {
    const versions = { ringside: ringsideVersion(), node: process.versions.node, platform: process.platform, architecture: process.arch };
    context.print(versions, (v) => `ringside ${v.ringside}, Node ${v.node}, ${v.platform} ${v.architecture}\n`);
  },
});

/** The version in this package's own package.json. */
export function ringsideVersion(): string {
  const manifest = createRequire(import.meta.url)('../../package.json') as { version: string };
  return manifest.version;
}
