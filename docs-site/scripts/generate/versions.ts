import { abilities, type Ability } from '@ringside/node-control';
import { cqlshSection } from './cqlsh-versions.ts';
import { code, page, prose, table } from './markdown.ts';
import { readSeen, versionMarks as marks } from './seen.ts';

const SOURCE = 'packages/sidecar/src/versions/seen';

/** What the short suite of a version wrote down; see `VersionFacts` of the sidecar's tests. */
interface Seen {
  readonly cassandra: string;
  readonly java: number;
  readonly routes: readonly string[];
  readonly routesWithoutManagement: Readonly<Record<string, string>>;
  readonly commands: Readonly<Record<string, string>>;
  readonly virtualTablesMethods: readonly string[];
  readonly metrics: readonly string[];
  readonly tables: readonly string[];
  readonly abilities: readonly string[];
}

function yes(has: boolean): string {
  return has ? 'yes' : 'no';
}

function commandTable(seen: readonly Seen[]): string {
  const names = Object.keys(seen[0]?.commands ?? {});
  const end = (one: Seen, name: string): string => (one.commands[name] === 'works' ? 'works' : prose(one.commands[name] ?? 'not tried'));
  return table(
    ['`ringside …`', ...seen.map(({ cassandra }) => cassandra)],
    names.map((name) => [code(name)].concat(seen.map((one) => end(one, name)))),
  );
}

function abilityTable(seen: readonly Seen[]): string {
  const rows = (Object.keys(abilities) as Ability[]).map((ability) => {
    const { what, source } = abilities[ability];
    return [what, source].concat(seen.map((one) => yes(one.abilities.includes(ability))));
  });
  return table(['what', 'where from', ...seen.map(({ cassandra }) => cassandra)], rows);
}

/** The routes that answer at a sidecar without a management interface. */
function answeredWithoutManagement({ routesWithoutManagement }: Seen): readonly string[] {
  return Object.keys(routesWithoutManagement).filter((route) => routesWithoutManagement[route] === 'yes');
}

/** The page of versions: what runs saw of each line of Cassandra, side by side. */
export async function versionsPage(): Promise<string> {
  const seen = await readSeen<Seen>(SOURCE);
  return page(
    {
      title: 'Versions',
      description: 'Which command, route and metric works on which Cassandra, and what differs between them, as tests saw it.',
      source: SOURCE,
    },
    [
      'Each line of Cassandra runs on two nodes in the tests of every change. The suite calls every route, runs the commands below, and judges node control by its contract over both transports; what it sees is compared with what this page is made of, so the page cannot be out of date. Move from one to the next: [Upgrade Cassandra](../../operate/upgrade.md).',
      table(
        ['Cassandra', 'Java'],
        seen.map(({ cassandra, java }) => [cassandra, String(java)]),
      ),
      '## What differs',
      abilityTable(seen),
      '## Commands',
      commandTable(seen),
      ...(await cqlshSection()),
      '## Routes',
      'Answered as its schema says. What each one does: [HTTP routes](../http/index.md).',
      marks(seen, 'route', ({ routes }) => routes),
      '### Without a management interface',
      'A sidecar whose `cassandra.control` is `virtual-tables` asks its node over CQL alone. The routes below answer then; every other one fails with [`NODE_CONTROL_ABSENT`](../errors/index.md) and says in a sentence what needs the management interface, and `jmxHealth` answers `NOT_OK`. With `auto`, the default, the same routes go on answering while the management interface does not.',
      marks(seen, 'route', answeredWithoutManagement),
      '## Metrics of a sidecar',
      marks(seen, 'metric', ({ metrics }) => metrics),
      '## Virtual tables',
      'Methods of node control that a version’s tables answer in full. On 6.0 a sidecar reads them there, except for keyspaces and snapshots, and on every version when the management interface does not answer ([decision 0036](../../decisions/0036-virtual-tables.md)).',
      marks(seen, 'method', ({ virtualTablesMethods }) => virtualTablesMethods),
      'Tables of `system_views`:',
      marks(seen, 'table', ({ tables }) => tables),
    ],
  );
}
