import { coordinatorOf } from './data.ts';
import type { NodeState } from './node-state.ts';
import { type KeyspaceWithTables, type Schema, withKeyspace, withoutKeyspace } from './schema.ts';
import type { World } from './world.ts';

/** Makes a keyspace, or makes it anew. Whoever does not hear the coordinator learns of it when it does. */
export function createKeyspace(world: World, keyspace: KeyspaceWithTables, through?: string): void {
  change(world, through, (schema, sequence) => withKeyspace(schema, sequence, keyspace));
}

/** Drops a keyspace; snapshots of its tables stay. */
export function dropKeyspace(world: World, name: string, through?: string): void {
  change(world, through, (schema, sequence) => withoutKeyspace(schema, sequence, name));
}

/** Lets a node take no change of the schema any more, or take what it has missed. */
export function setAcceptsSchema(world: World, node: NodeState, accepts: boolean): void {
  world.settle();
  node.acceptsSchema = accepts;
  for (const other of world.audience(node)) world.takeSchema(node, other.schema);
}

function change(world: World, through: string | undefined, make: (schema: Schema, sequence: number) => Schema): void {
  world.settle();
  const coordinator = coordinatorOf(world, through);
  const schema = make(coordinator.schema, (world.schemaSequence += 1));
  for (const node of world.audience(coordinator)) world.takeSchema(node, schema);
}
