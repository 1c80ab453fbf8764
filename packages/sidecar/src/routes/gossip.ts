import type { GossipAnswer } from '@ringside/api';
import type { GossipView } from '@ringside/node-control';
import type { Handlers } from './context.ts';

/** What gossip says, as the node has it. */
export function gossipHandlers(): Handlers<'gossip'> {
  return { gossip: async ({ instance }) => ({ body: onWire(await instance.reads.gossip()) }) };
}

function onWire(view: GossipView): GossipAnswer {
  const endpoints = Object.entries(view).map(([header, fields]) => [
    header,
    Object.fromEntries(Object.entries(fields).map(([field, value]) => [camelCase(field), value])),
  ]);
  return Object.fromEntries(endpoints) as GossipAnswer;
}

/** Cassandra's `NATIVE_ADDRESS_AND_PORT` is `nativeAddressAndPort` on the wire; fields that nobody knows yet follow the same rule. */
function camelCase(field: string): string {
  return field.toLowerCase().replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
