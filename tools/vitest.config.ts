import { projectConfig } from './vitest/project.ts';

// Most of the time is that of other programs: git, npm, Nx.
export default projectConfig(
  'tools',
  '.',
  2,
  [],
  [],
  ['ci/lanes.workspace.test.ts', 'generators/made-code.workspace.test.ts', 'nx/inputs.workspace.test.ts'],
);
