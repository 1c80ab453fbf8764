import { projectConfig, PROVIDE_PROGRAMS } from '../../tools/vitest/project.ts';

export default projectConfig('cli', 'src', undefined, [], [PROVIDE_PROGRAMS]);
