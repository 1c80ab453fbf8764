import { parseEndpoint, withoutHostName } from '@ringside/model';
import type { EndpointOwnership, RingEndpoint } from '@ringside/node-control';
import { parseGossipStates } from '../parse/gossip-states.ts';
import { compareTokens } from '../parse/ranges.ts';
import { parseSize } from '../parse/size.ts';
import type { Answers } from '../answers.ts';
import { exec, read } from '../protocol.ts';
import type { Query } from '../query.ts';
import { count, mapOf, text, texts } from '../values.ts';

const EFFECTIVE_OWNERSHIP = 'effectiveOwnershipWithPort(java.lang.String)';

/**
 * See `NodeRing.ring`. Source: `StorageService` (hosts, tokens, loads, lists of endpoints, `effectiveOwnershipWithPort`,
 * `OwnershipWithPort`), as `nodetool ring` does; datacenter, rack, versions and CQL port from `FailureDetector.AllEndpointStatesWithPort`.
 */
export function ringQuery(keyspace: string | undefined): Query<readonly RingEndpoint[]> {
  return {
    doing: 'tell the ring',
    requests: [
      read(
        'storageService',
        'EndpointWithPortToHostId',
        'JoiningNodesWithPort',
        'LeavingNodesWithPort',
        'LiveNodesWithPort',
        'LoadMapWithPort',
        'MovingNodesWithPort',
        'TokenToEndpointWithPortMap',
        'UnreachableNodesWithPort',
      ),
      read('failureDetector', 'AllEndpointStatesWithPort'),
      exec('storageService', EFFECTIVE_OWNERSHIP, keyspace ?? null),
      // Throws while no node has a token; only used where the effective one is refused.
      read('storageService', 'OwnershipWithPort'),
    ],
    decode: (answers) => decodeRing(answers, keyspace),
  };
}

/** See `NodeRing.effectiveOwnership`. Source: `StorageService.effectiveOwnershipWithPort`. */
export function effectiveOwnershipQuery(keyspace: string): Query<readonly EndpointOwnership[]> {
  return {
    doing: `tell the ownership of keyspace ${keyspace}`,
    requests: [exec('storageService', EFFECTIVE_OWNERSHIP, keyspace)],
    decode: (answers) => Object.entries(fractions(answers.value(0))).map(([endpoint, fraction]) => ({ endpoint, fraction })),
  };
}

interface Ownership {
  readonly effective: boolean;
  readonly fractions: Readonly<Record<string, number>>;
}

function decodeRing(answers: Answers, keyspace: string | undefined): readonly RingEndpoint[] {
  const of = (name: string): unknown => answers.attribute(0, name);
  const listed = (name: string): ReadonlySet<string> => new Set(texts(of(name), name));
  const live = listed('LiveNodesWithPort');
  const unreachable = listed('UnreachableNodesWithPort');
  const [joining, leaving, moving] = [listed('JoiningNodesWithPort'), listed('LeavingNodesWithPort'), listed('MovingNodesWithPort')];
  const hostIds = mapOf(of('EndpointWithPortToHostId'), 'EndpointWithPortToHostId', text);
  const loads = mapOf(of('LoadMapWithPort'), 'LoadMapWithPort', text);
  const tokens = tokensByEndpoint(mapOf(of('TokenToEndpointWithPortMap'), 'TokenToEndpointWithPortMap', text));
  const gossip = gossipByEndpoint(text(answers.attribute(1, 'AllEndpointStatesWithPort'), 'AllEndpointStatesWithPort'));
  const ownership = decodeOwnership(answers, keyspace);
  const members = new Set([...tokens.keys(), ...Object.keys(hostIds), ...joining]);
  return Array.from(members, (endpoint) => ({
    ...addressOf(endpoint),
    ...identity(gossip.get(endpoint) ?? {}, hostIds[endpoint]),
    tokens: tokens.get(endpoint) ?? [],
    status: live.has(endpoint) ? 'Up' : unreachable.has(endpoint) ? 'Down' : '?',
    state: joining.has(endpoint) ? 'Joining' : leaving.has(endpoint) ? 'Leaving' : moving.has(endpoint) ? 'Moving' : 'Normal',
    load: loads[endpoint] ?? '?',
    loadBytes: loads[endpoint] === undefined ? null : parseSize(loads[endpoint]),
    ownership: ownership.fractions[endpoint] ?? null,
    ownershipEffective: ownership.effective,
  }));
}

function addressOf(endpoint: string): Pick<RingEndpoint, 'address' | 'port'> {
  const { address, port } = parseEndpoint(endpoint);
  return { address, port: port ?? -1 };
}

function identity(
  fields: Readonly<Record<string, string>>,
  hostId: string | undefined,
): Pick<
  RingEndpoint,
  'hostId' | 'datacenter' | 'rack' | 'nativeAddress' | 'nativePort' | 'replacing' | 'releaseVersion' | 'schemaVersion'
> {
  const status = fields['STATUS_WITH_PORT'] ?? fields['STATUS'] ?? '';
  const { address: nativeAddress, port: nativePort } = parseEndpoint(fields['NATIVE_ADDRESS_AND_PORT'] ?? '');
  return {
    hostId: hostId ?? fields['HOST_ID'] ?? null,
    datacenter: fields['DC'] ?? null,
    rack: fields['RACK'] ?? null,
    nativeAddress: nativeAddress === '' ? null : nativeAddress,
    nativePort,
    // `VersionedValue.STATUS_BOOTSTRAPPING_REPLACE`, followed by the address that is replaced.
    replacing: status.startsWith('BOOT_REPLACE,'),
    releaseVersion: fields['RELEASE_VERSION'] ?? null,
    schemaVersion: fields['SCHEMA'] ?? null,
  };
}

function tokensByEndpoint(endpoints: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const tokens = new Map<string, string[]>();
  for (const [token, endpoint] of Object.entries(endpoints)) {
    const own = tokens.get(endpoint);
    if (own === undefined) tokens.set(endpoint, [token]);
    else own.push(token);
  }
  for (const own of tokens.values()) own.sort(compareTokens);
  return tokens;
}

function gossipByEndpoint(states: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  return new Map(Object.entries(parseGossipStates(states)).map(([header, fields]) => [withoutHostName(header), fields]));
}

/**
 * Without a keyspace Cassandra refuses an effective ownership when the users' keyspaces replicate differently; nodetool then falls back to
 * the ring's, and so does this.
 */
function decodeOwnership(answers: Answers, keyspace: string | undefined): Ownership {
  if (keyspace !== undefined || answers.optional(2) !== undefined) return { effective: true, fractions: fractions(answers.value(2)) };
  if (answers.optional(3) === undefined) return { effective: false, fractions: {} };
  return { effective: false, fractions: fractions(answers.attribute(3, 'OwnershipWithPort')) };
}

/** `OwnershipWithPort` has endpoints as Java prints them, `/127.0.0.1:7000`. */
function fractions(value: unknown): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(mapOf(value, 'ownership', count)).map(([endpoint, fraction]) => [withoutHostName(endpoint), fraction]),
  );
}
