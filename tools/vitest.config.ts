import { projectConfig } from './vitest/project.ts';

// Most of the time is that of other programs: git, npm, Nx.
export default projectConfig('tools', '.', 2);
