import { type ApplicationState, isApplicationState, type VersionedValue } from './application-state.ts';
import { endpointState, type EndpointState } from './endpoint-state.ts';
import type { HeartBeatState } from './heartbeat.ts';

/**
 * Reads the text in which a node prints its gossip view: `nodetool gossipinfo`, or the attribute `AllEndpointStatesWithPort` of
 * the MBean `org.apache.cassandra.net:type=FailureDetector`.
 *
 * ```text
 * /127.0.0.1:7000
 *   generation:1700000000
 *   heartbeat:42
 *   STATUS_WITH_PORT:21:NORMAL,-922
 *   TOKENS:20:<hidden>
 * ```
 *
 * Names that Cassandra 5.0 does not know are left out, as are lines of another form. The node prints tokens as `<hidden>`.
 *
 * Source: `FailureDetector.getAllEndpointStates` and `appendEndpointState`.
 *
 * @returns the states by endpoint, named as printed but for what stands before the slash
 */
export function parseGossipInfo(text: string): Map<string, EndpointState> {
  const states = new Map<string, EndpointState>();
  for (const block of text.split(/^(?=\S)/mu)) {
    const [head = '', ...lines] = block.split('\n');
    const endpoint = head.slice(head.lastIndexOf('/') + 1).trim();
    if (endpoint !== '') states.set(endpoint, parseEndpoint(lines));
  }
  return states;
}

function parseEndpoint(lines: readonly string[]): EndpointState {
  const heartBeat: { -readonly [Key in keyof HeartBeatState]: number } = { generation: 0, version: 0 };
  const applicationStates: [ApplicationState, VersionedValue][] = [];
  for (const line of lines) {
    const [, name = '', rest = ''] = /^\s+(\w+):(.*)$/su.exec(line) ?? [];
    if (name === 'generation') heartBeat.generation = Number(rest);
    else if (name === 'heartbeat') heartBeat.version = Number(rest);
    else {
      const [, version, value] = /^(\d+):(.*)$/su.exec(rest) ?? [];
      if (isApplicationState(name) && version !== undefined && value !== undefined)
        applicationStates.push([name, { value, version: Number(version) }]);
    }
  }
  return endpointState(heartBeat, applicationStates);
}
