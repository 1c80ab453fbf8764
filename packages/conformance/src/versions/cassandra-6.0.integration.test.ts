import { versionConformance } from '../support/version-conformance.ts';

await versionConformance('6.0', 384);
