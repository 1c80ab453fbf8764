import type { RangeEndpoints, RepairOutcome, StartRepairRequest } from '@ringside/node-control';
import { distance, intersectRanges, parseReplication, rangeSize, token, type TokenRange, totalReplicationFactor } from '@ringside/ring';
import { requireKeyspace, requireTable } from './data.ts';
import type { NodeState } from './node-state.ts';
import { naturalRanges } from './placement.ts';
import { reaches } from './reach.ts';
import { endpointOf, type World } from './world.ts';

type Range = Pick<RangeEndpoints, 'start' | 'end'>;

/** The nodes that take part in a repair besides its coordinator, each with the generation that it had at the start. */
type Neighbours = ReadonlyMap<NodeState, number>;

/**
 * Starts a repair. It succeeds a step later, or once it reaches every neighbour again; it fails as soon as it is seen that one was down or has been
 * restarted, and at once for a range that the node does not hold. Cassandra's sentences.
 *
 * @returns its number, counted since the start of the node; 0 for nothing to repair
 */
export function startRepair(world: World, node: NodeState, request: StartRepairRequest): number {
  const keyspace = requireKeyspace(node, request.keyspace);
  for (const table of request.tables ?? []) requireTable(node, keyspace.name, table);
  const self = endpointOf(node);
  const held = naturalRanges(world, keyspace).filter(({ endpoints }) => endpoints.includes(self));
  const ranges = request.ranges ?? held.filter(({ endpoints: [first] }) => first === self);
  if (ranges.length === 0 || totalReplicationFactor(parseReplication(keyspace.replication), world.members.length) < 2) return 0;
  const fault = ranges.map((range) => faultOf(range, held, keyspace.name)).find((each) => each !== undefined);
  return begin(world, node, neighboursOf(world, node, ranges, held), fault);
}

function begin(world: World, node: NodeState, neighbours: Neighbours, fault: string | undefined): number {
  const command = node.repairs.size + 1;
  node.repairs.set(command, { state: 'running', sentences: [] });
  const dead = [...neighbours.keys()].find((each) => isDown(world, node, each));
  if (fault !== undefined) fail(world, node, command, fault);
  else if (dead !== undefined) fail(world, node, command, `Endpoint not alive: /${endpointOf(dead)}`);
  else endAfterStep(world, node, command, neighbours);
  return command;
}

/** How a repair is going, as its coordinator remembers. */
export function repairOutcome({ repairs }: NodeState, command: number): RepairOutcome {
  return repairs.get(command) ?? { state: 'unknown', sentences: [] };
}

function neighboursOf({ members }: World, node: NodeState, ranges: readonly Range[], held: readonly RangeEndpoints[]): Neighbours {
  const endpoints = new Set(ranges.flatMap((range) => held.find((each) => covers(each, range))?.endpoints ?? []));
  const neighbours = members.filter((each) => each !== node && endpoints.has(endpointOf(each)));
  return new Map(neighbours.map((each) => [each, each.generation]));
}

/** Why a range cannot be repaired (`ActiveRepairService.getNeighbors`, `RepairCoordinator.getNeighborsAndRanges`). */
function faultOf(range: Range, held: readonly RangeEndpoints[], keyspace: string): string | undefined {
  const around = held.find((each) => covers(each, range));
  if (around !== undefined && around.endpoints.length > 1) return undefined;
  const touched = held.find((each) => intersectRanges(tokensOf(each), tokensOf(range)).length > 0);
  if (around !== undefined || touched === undefined) return `Nothing to repair for ${written(range)} in ${keyspace} - aborting`;
  const local = `intersects a local range (${written(touched)}) but is not fully contained in one`;
  return `Requested range ${written(range)} ${local}; this would lead to imprecise repair. keyspace: ${keyspace}`;
}

function covers(outer: Range, inner: Range): boolean {
  const [around, within] = [tokensOf(outer), tokensOf(inner)];
  return around.start === around.end || distance(around.start, within.start) + rangeSize(within) <= rangeSize(around);
}

function tokensOf({ start, end }: Range): TokenRange {
  return { start: token(start), end: token(end) };
}

/** As Java writes a range. */
function written({ start, end }: Range): string {
  return `(${start},${end}]`;
}

function isDown({ liveness }: World, node: NodeState, other: NodeState): boolean {
  return liveness.verdict(node.identity.name, other.identity.name) !== 'up';
}

/** A neighbour that is silent and not yet considered down is waited for, and so is a coordinator that is frozen. */
function endAfterStep(world: World, node: NodeState, command: number, neighbours: Neighbours): void {
  const { repairs } = node;
  world.schedule(world.nowMs + world.stepMs, () => {
    if (!node.running || node.repairs !== repairs) return;
    if (node.frozen) return endAfterStep(world, node, command, neighbours);
    const dead = [...neighbours].find(([each, generation]) => each.generation !== generation || isDown(world, node, each))?.[0];
    if (dead !== undefined) return fail(world, node, command, `Endpoint /${endpointOf(dead)} died`);
    if (![...neighbours.keys()].every((each) => reaches(world, node, each))) return endAfterStep(world, node, command, neighbours);
    end(world, node, command, { state: 'succeeded', sentences: ['Repair completed successfully'] });
  });
}

function fail(world: World, node: NodeState, command: number, reason: string): void {
  end(world, node, command, { state: 'failed', sentences: [reason, `Repair command #${command} finished with error`] });
}

function end(world: World, node: NodeState, command: number, outcome: RepairOutcome): void {
  node.repairs.set(command, outcome);
  world.note(node, `repair ${command} ${outcome.state}`);
}
