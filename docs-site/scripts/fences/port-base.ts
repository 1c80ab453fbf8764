/**
 * The port bases that a run may claim (`claimPortBase()` of `@ringside/cluster`). All ports of all of them have four digits, so that columns
 * are as wide as a reader sees them; no two bases share a port; and none of the ports is a number that a page shows, which a test of the
 * pages checks.
 */
export const PORT_BASES: readonly number[] = Array.from({ length: 49 }, (_, at) => 5_031 + 100 * at);
