import { errors } from '@ringside/core';
import { assertPortsFree, canListen } from '@ringside/host';
import { formatEndpoint } from '@ringside/model';
import type { RunningNode } from '../discover/running-node.ts';
import { loopbackOf, type Place } from './plan-init.ts';
import type { SetupRecord } from './record.ts';

const AGENT_PORT = 8_778;
const SIDECAR_PORT = 9_043;
/** More nodes than that share no machine. */
const TRIES = 200;

/** Where a node's agent and sidecar listen. */
export interface Places {
  readonly agent: Place;
  readonly sidecar: Place;
}

/** Ports that were asked for. */
export interface AskedPorts {
  /** For the control agent. Default: 8778 or the next free one. */
  readonly agentPort?: number | undefined;
  /** For the sidecar. Default: 9043 or the next free one. */
  readonly sidecarPort?: number | undefined;
}

/** What {@link choosePlaces} needs to know. */
interface PortChoice extends AskedPorts {
  /** Where agents and sidecars of other nodes listen, or will. */
  readonly taken: readonly Place[];
}

/**
 * Where a node's agent and sidecar shall listen: where an earlier setup said, else on the ports that were asked for, else on the usual ones or, where
 * those are taken, the next free ones. A port that another node's setup has is taken also while nobody listens there.
 *
 * @throws OpsError `INVALID_ARGUMENT` for a port other than that of an earlier setup; `CONFLICT` and `ADDRESS_IN_USE` for one that is taken
 */
export async function choosePlaces(node: RunningNode, record: SetupRecord | undefined, choice: PortChoice): Promise<Places> {
  if (record !== undefined) return keptPlaces(record, choice);
  const { agentPort, sidecarPort, taken } = choice;
  const address = loopbackOf(node);
  const asked = [agentPort, sidecarPort].filter((port) => port !== undefined).map((port) => ({ address, port }));
  await assertAvailable(asked, taken);
  const agent = await place(address, agentPort, AGENT_PORT, [...taken, ...asked]);
  return { agent, sidecar: await place(address, sidecarPort, SIDECAR_PORT, [...taken, agent]) };
}

async function assertAvailable(asked: readonly Place[], taken: readonly Place[]): Promise<void> {
  for (const [at, each] of asked.entries()) {
    if (!isOneOf(each, [...taken, ...asked.slice(0, at)])) continue;
    throw errors.CONFLICT({
      message: `${formatEndpoint(each)} is the place of another agent or sidecar that was set up here`,
      remedy: 'Name another port, or leave the choice to ringside sidecar init. See what is set up: ringside sidecar status.',
    });
  }
  await assertPortsFree(asked);
}

async function place(address: string, asked: number | undefined, from: number, taken: readonly Place[]): Promise<Place> {
  return { address, port: asked ?? (await firstFree(address, from, taken)) };
}

function isOneOf({ address, port }: Place, places: readonly Place[]): boolean {
  return places.some((each) => each.address === address && each.port === port);
}

function keptPlaces({ name, agent, sidecar }: SetupRecord, { agentPort = agent.port, sidecarPort = sidecar.port }: AskedPorts): Places {
  if (agentPort === agent.port && sidecarPort === sidecar.port) return { agent, sidecar };
  throw errors.INVALID_ARGUMENT({
    message: `${name} was set up with ports ${agent.port} (agent) and ${sidecar.port} (sidecar)`,
    remedy: 'To change them, run ringside sidecar remove first.',
  });
}

async function firstFree(address: string, from: number, taken: readonly Place[]): Promise<number> {
  for (let port = from; port < from + TRIES; port += 1)
    if (!isOneOf({ address, port }, taken) && (await canListen({ address, port }))) return port;
  throw errors.UNAVAILABLE({ message: `No port of ${address} from ${from} to ${from + TRIES - 1} is free`, remedy: 'Name a free one.' });
}
