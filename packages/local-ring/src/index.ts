/**
 * Commands of `ringside` for a ring of real Cassandra on this machine. `@ringside/cli` finds them by itself when this package is installed beside it.
 *
 * @packageDocumentation
 */
export { plugin } from './plugin.ts';
