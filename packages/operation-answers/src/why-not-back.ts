import type { KnownCluster, KnownMember } from '@ringside/safety';

/**
 * Why a node that takes CQL is not back for everybody: nobody who could know may have it down, it must be in service, have the schema that the other live
 * nodes have, and no live node may keep hints for it.
 *
 * @returns undefined where it is back; what nobody knows is no reason
 */
export function whyNotBack({ members }: Pick<KnownCluster, 'members'>, node: string): string | undefined {
  const member = members.find(({ id }) => id === node);
  if (member === undefined) return `${node} is not seen in the ring`;
  const { liveness, said, state } = member;
  if (liveness !== 'up') return `${node} is ${said}`;
  if (state !== 'Normal') return `${node} is ${state.toLowerCase()}, and not in service yet`;
  const live = members.filter((each) => each.id !== node && each.liveness === 'up');
  return schemaFault(member, live) ?? hintsFault(member, live);
}

function schemaFault({ id, schemaVersion: own }: KnownMember, live: readonly KnownMember[]): string | undefined {
  if (own === null) return undefined;
  const other = live.find(({ schemaVersion }) => schemaVersion !== null && schemaVersion !== own);
  return other && `${id} has version ${own} of the schema, and ${other.id} has ${other.schemaVersion}`;
}

function hintsFault({ id }: KnownMember, live: readonly KnownMember[]): string | undefined {
  const keeper = live.find(({ hintsFor }) => hintsFor?.includes(id) === true);
  return keeper && `${keeper.id} still has hints for ${id}, which lacks these writes until they are delivered`;
}
