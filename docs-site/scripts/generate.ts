import { clearGenerated, writeGenerated } from './generate/write.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

async function reference(name: string, text: string): Promise<void> {
  await clearGenerated(`docs/reference/${name}`);
  await writeGenerated(`docs/reference/${name}/index.md`, text);
}

/** Everything on the site that is made from the code. Each part loads only what it needs, and fails loudly by itself. */
const parts: Readonly<Record<string, () => Promise<void>>> = {
  advice: async () => reference('advice', (await import('./generate/advice.ts')).advicePage()),
  api: async () => (await import('./generate/api.ts')).generateApi(),
  cli: async () => reference('cli', await (await import('./generate/cli.ts')).cliPage()),
  config: async () => {
    const [{ configPage }, { configSections }] = await Promise.all([
      import('./generate/config.ts'),
      import('./generate/config-sections.ts'),
    ]);
    await reference('config', configPage(configSections));
  },
  defaults: async () => reference('defaults', (await import('./generate/defaults.ts')).defaultsPage()),
  errors: async () => reference('errors', await (await import('./generate/errors.ts')).errorsPage()),
  figures: async () => {
    const [{ computeFigures }, { countProof }] = await Promise.all([import('./generate/figures.ts'), import('./generate/proof.ts')]);
    const figures = await computeFigures();
    await writeGenerated('src/generated/figures.json', json(figures));
    await writeGenerated('src/generated/proof.json', json(await countProof(figures)));
  },
  messages: async () =>
    writeGenerated('src/generated/error-messages.json', json(await (await import('./generate/error-messages.ts')).errorMessages())),
  gossip: async () =>
    writeGenerated('src/generated/gossip-rounds.json', json((await import('./generate/gossip-rounds.ts')).gossipRounds())),
  http: async () => reference('http', (await import('./generate/http.ts')).httpPage()),
  imports: async () => {
    const { readImportGraph } = await import('./generate/import-graph.ts');
    await writeGenerated('src/generated/import-graph.json', json(await readImportGraph()));
  },
  metrics: async () => reference('metrics', (await import('./generate/metrics.ts')).metricsPage()),
  versions: async () => reference('versions', await (await import('./generate/versions.ts')).versionsPage()),
  repository: async () =>
    writeGenerated('src/generated/repository.json', json(await (await import('./generate/repository.ts')).repository())),
  ring: async () => writeGenerated('src/generated/home-ring.json', json((await import('./generate/home-ring.ts')).homeRing())),
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in parts));
if (unknown.length > 0) throw new Error(`No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`);
const names = chosen.length === 0 ? Object.keys(parts) : chosen;

/** The proofs are counted on the pages, so what writes pages comes first. */
const isCount = (name: string): boolean => name === 'figures';
for (const round of [names.filter((name) => !isCount(name)), names.filter(isCount)]) await Promise.all(round.map((name) => parts[name]!()));
