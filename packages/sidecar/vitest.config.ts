import { projectConfig, PROVIDE_PROGRAMS } from '../../tools/vitest/project.ts';

export default projectConfig('sidecar', 'src', undefined, [], [PROVIDE_PROGRAMS]);
