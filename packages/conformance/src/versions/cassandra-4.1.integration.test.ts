import { versionConformance } from '../support/version-conformance.ts';

await versionConformance('4.1');
