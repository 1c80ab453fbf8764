import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errors, type OpsError } from '@ringside/core';
import { readFault, writeDurably } from '@ringside/host';
import type { NodeIdentity, NodeSettings } from '@ringside/cassandra-node';

/** What a ring's folder remembers from run to run. */
export interface RingState {
  /** Of this file's form. */
  readonly version: 1;
  /** The cluster's name; `ringside` unless another was chosen. */
  readonly name: string;
  /** The ring's exact version, such as `5.0.9`; a node may have another one in the middle of an upgrade. */
  readonly cassandraVersion: string;
  /** The number that all ports follow from, see `portsFor`; 9000 by default. */
  readonly portBase: number;
  /** What all nodes share; a setting that is changed takes effect at a node's next start. */
  readonly settings: NodeSettings;
  /** In the order in which they joined. */
  readonly nodes: readonly NodeIdentity[];
  /** True when a relay stands in front of every node, so that it can be cut off. */
  readonly partitionable: boolean;
}

/** The name of the state file in a ring's folder. */
export const STATE_FILE = 'ring.json';

const PORTS = ['native', 'storage', 'control'] as const;

/** Settings may hold secrets, such as the password of a key store. */
const OWNER_ONLY = 0o600;

/** Writes a ring's state, atomically and through to the disk; only its owner may read it. */
export async function writeState(directory: string, state: RingState): Promise<void> {
  await writeDurably(join(directory, STATE_FILE), `${JSON.stringify(state, undefined, 2)}\n`, OWNER_ONLY);
}

/**
 * Reads a ring's state.
 *
 * @returns `undefined` when the folder holds no ring
 * @throws OpsError `STATE_CORRUPT` for a file that is not one, or from another version of Ringside
 */
export async function readState(directory: string): Promise<RingState | undefined> {
  const file = join(directory, STATE_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw corrupt(file, readFault(error));
  }
  let value: unknown;
  try {
    value = withPresentNames(JSON.parse(text));
  } catch (error) {
    throw corrupt(file, readFault(error));
  }
  const fault = faultOf(value);
  if (fault !== undefined) throw corrupt(file, fault);
  return value as RingState;
}

/**
 * `readState` of a folder that must hold a ring.
 *
 * @throws OpsError `STATE_CORRUPT`, also when there is none
 */
export async function readRingState(directory: string): Promise<RingState> {
  const state = await readState(directory);
  if (state === undefined) throw corrupt(join(directory, STATE_FILE), 'it is not there');
  return state;
}

/** Earlier versions of Ringside named the port of the management interface after the agent behind it. */
function withPresentNames(value: unknown): unknown {
  const settings = (value as Partial<RingState> | null)?.settings;
  const ports: { jolokia?: number; control?: number } | undefined = settings?.ports;
  if (ports?.jolokia === undefined || ports.control !== undefined) return value;
  const { jolokia: control, ...others } = ports;
  return { ...(value as object), settings: { ...settings, ports: { ...others, control } } };
}

function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'it is not an object';
  const state = value as Partial<Record<keyof RingState, unknown>>;
  if (state.version !== 1) return `its version is ${JSON.stringify(state.version)}, not 1`;
  for (const key of ['name', 'cassandraVersion'] as const) if (typeof state[key] !== 'string') return `"${key}" is not a string`;
  if (typeof state.portBase !== 'number') return '"portBase" is not a number';
  if (typeof state.partitionable !== 'boolean') return '"partitionable" is not true or false';
  if (typeof state.settings !== 'object' || state.settings === null) return '"settings" is not an object';
  const { mode, ports, seeds, heapMb } = state.settings as Partial<NodeSettings>;
  if (mode !== 'throwaway' && mode !== 'durable') return '"settings.mode" is neither throwaway nor durable';
  if (typeof heapMb !== 'number') return '"settings.heapMb" is not a number';
  if (typeof ports !== 'object' || ports === null || !Array.isArray(seeds)) return '"settings" lacks ports or seeds';
  const lacking = PORTS.find((name) => typeof ports[name] !== 'number');
  if (lacking !== undefined) return `"settings.ports.${lacking}" is not a number`;
  if (!Array.isArray(state.nodes) || state.nodes.length === 0) return '"nodes" is empty';
  const broken = state.nodes.findIndex((node: Partial<NodeIdentity> | null) => !isNode(node));
  return broken < 0 ? undefined : `"nodes[${broken}]" is not a node`;
}

function isNode(node: Partial<NodeIdentity> | null): boolean {
  if (typeof node !== 'object' || node === null) return false;
  const { name, address, datacenter, rack, tokens, cassandra = 'the ring’s', yaml = {} } = node;
  return (
    [name, address, datacenter, rack, cassandra].every((text) => typeof text === 'string' && text !== '') &&
    typeof yaml === 'object' &&
    yaml !== null &&
    Array.isArray(tokens) &&
    tokens.every((each) => /^-?\d+$/.test(String(each)))
  );
}

function corrupt(file: string, reason: string): OpsError {
  return errors.STATE_CORRUPT({ message: `${file} is not a readable state file: ${reason}`, details: { file, reason } });
}
