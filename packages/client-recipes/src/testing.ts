/**
 * For tests of programs that use these recipes: a Cassandra of one node in memory, and a client and conditional writes of it that fail as the test wants.
 *
 * @packageDocumentation
 */
export { type CasFate, CAS_FATES, fakeConditional, type FakeConditional } from './fakes/fake-conditional.ts';
export { FakeCql, fakeCqlClient, type FakeRun } from './fakes/fake-cql.ts';
export { fakeRow } from './fakes/fake-row.ts';
export { type FaultyClient, faultyCqlClient, STATEMENT_FATES, type StatementFate } from './fakes/faulty-client.ts';
export { QUICK } from './fakes/quick-clock.ts';
