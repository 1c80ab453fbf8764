import { JOLOKIA_ORIGIN } from './agent-properties.ts';

/** What every request to an agent says. */
export const AGENT_HEADERS: Readonly<Record<string, string>> = {
  origin: JOLOKIA_ORIGIN,
  'content-type': 'application/json',
  accept: 'application/json',
};
