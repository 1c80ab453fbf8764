import type { NodeSettingsAnswer } from '@ringside/api';

/** Settings that hold a secret, by their names: those of keystores and truststores, as every version since 4.1 lists them. */
const SECRET = /password|secret/i;

/** A node's settings as Apache's route answers with them, without passwords: who may read settings need not know those. */
export function nodeSettingsAnswer(settings: Readonly<Record<string, string>>): NodeSettingsAnswer {
  const shown = Object.entries(settings).map(([name, value]) => [name, SECRET.test(name) && value !== '' ? '<hidden>' : value] as const);
  return { nodeSettings: Object.fromEntries(shown) };
}
