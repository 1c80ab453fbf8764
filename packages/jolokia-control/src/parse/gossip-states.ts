import type { GossipView } from '@ringside/node-control';

const HEARTBEAT_FIELDS: ReadonlySet<string> = new Set(['generation', 'heartbeat']);

/**
 * Reads the text of `FailureDetector.AllEndpointStatesWithPort`: a line with the endpoint, then one indented line a field,
 * `KEY:version:value` for application states and `key:value` for the heartbeat. Versions are dropped; unknown fields are kept; lines
 * that are neither are ignored. Values may hold colons.
 *
 * @example
 * ```ts
 * parseGossipStates('/127.0.0.1:7000\n  generation:1\n  DC:12:dc1\n'); // { '/127.0.0.1:7000': { generation: '1', DC: 'dc1' } }
 * ```
 */
export function parseGossipStates(text: string): GossipView {
  const view: Record<string, Record<string, string>> = {};
  let current: Record<string, string> | undefined;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    if (!line.startsWith(' ')) {
      current = {};
      view[line.trim()] = current;
      continue;
    }
    const field = parseField(line);
    if (current !== undefined && field !== undefined) current[field.key] = field.value;
  }
  return view;
}

function parseField(line: string): { key: string; value: string } | undefined {
  const text = line.trimStart();
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  const key = text.slice(0, colon);
  const rest = text.slice(colon + 1);
  if (HEARTBEAT_FIELDS.has(key)) return { key, value: rest.trim() };
  const versioned = /^\d+:(.*)$/s.exec(rest);
  return versioned === null ? undefined : { key, value: versioned[1] ?? '' };
}
