import { canListen } from '@ringside/host';
import { errors } from '@ringside/core';
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

/**
 * Where a node's agent and sidecar shall listen: where an earlier setup said, else on the ports that were asked for, else on the usual ones or, where
 * those are taken by another node's, the next free ones.
 *
 * @throws OpsError `INVALID_ARGUMENT` for a port other than that of an earlier setup
 */
export async function choosePlaces(node: RunningNode, record: SetupRecord | undefined, asked: AskedPorts): Promise<Places> {
  if (record !== undefined) return keptPlaces(record, asked);
  const address = loopbackOf(node);
  return {
    agent: { address, port: asked.agentPort ?? (await firstFree(address, AGENT_PORT)) },
    sidecar: { address, port: asked.sidecarPort ?? (await firstFree(address, SIDECAR_PORT)) },
  };
}

function keptPlaces({ name, agent, sidecar }: SetupRecord, { agentPort = agent.port, sidecarPort = sidecar.port }: AskedPorts): Places {
  if (agentPort === agent.port && sidecarPort === sidecar.port) return { agent, sidecar };
  throw errors.INVALID_ARGUMENT({
    message: `${name} was set up with ports ${agent.port} (agent) and ${sidecar.port} (sidecar)`,
    remedy: 'To change them, run ringside sidecar remove first.',
  });
}

async function firstFree(address: string, from: number): Promise<number> {
  for (let port = from; port < from + TRIES; port += 1) if (await canListen({ address, port })) return port;
  throw errors.UNAVAILABLE({ message: `No port of ${address} from ${from} to ${from + TRIES - 1} is free`, remedy: 'Name a free one.' });
}
