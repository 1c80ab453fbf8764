import { projectConfig } from '../../tools/vitest/project.ts';

export default projectConfig('allocations-load');
