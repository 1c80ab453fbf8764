/**
 * Commands of `ringside` that look at nodes and data: where a partition is, how large tables are, what is compacted, who is connected, what is hot, what to
 * change. `cli` puts them into its catalogue; how they look up ranges and keys is in `@ringside/observe-commands/lookup`.
 *
 * @packageDocumentation
 */
export { advise } from './advise.ts';
export { auditShow } from './audit/show.ts';
export { auditVerify } from './audit/verify.ts';
export { clients } from './clients.ts';
export { compactions } from './compactions.ts';
export { hot } from './hot.ts';
export { tables } from './tables.ts';
export { top } from './top/top.ts';
export { where } from './where.ts';
