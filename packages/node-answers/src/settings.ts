import type { NodeSettingsAnswer } from '@ringside/api';

/**
 * Settings that hold a secret, by their names: those of keystores and truststores, as every version since 4.1 lists them, and of classes that
 * keys come from, whose parameters Cassandra lists as they are, a private key among them.
 */
const SECRET = /password|secret|ssl_context_factory|key_provider|private_key|\.parameters$/i;

/** A node's settings as Apache's route answers with them, without passwords and keys: who may read settings need not know those. */
export function nodeSettingsAnswer(settings: Readonly<Record<string, string>>): NodeSettingsAnswer {
  const shown = Object.entries(settings).map(([name, value]) => [name, SECRET.test(name) && value !== '' ? '<hidden>' : value] as const);
  return { nodeSettings: Object.fromEntries(shown) };
}
