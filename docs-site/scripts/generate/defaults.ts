import { comparison } from '../../plugins/defaults/compare.ts';
import { defaultsTable, type DefaultsTable, keyIn, lookUpDefault, settingNames } from '../../plugins/defaults/table.ts';
import { meanings } from './defaults-meanings.ts';
import { code, page, prose, table } from './markdown.ts';

const SOURCE = 'docs-site/src/recorded/cassandra-defaults.json';

/** True where a version's value depends on the file that a node was given. */
function differs(defaults: DefaultsTable, version: string, name: string): boolean {
  const own = defaults[version];
  return own !== undefined && keyIn(defaults, own, name) !== undefined && !lookUpDefault(defaults, version, name).isOne;
}

/** What a setting is in each version; bold where the file makes a difference. */
function cells(defaults: DefaultsTable, name: string): readonly string[] {
  return Object.keys(defaults).map((version) => {
    const text = prose(comparison(defaults, version, name));
    return differs(defaults, version, name) ? `**${text}**` : text;
  });
}

function settingTable(defaults: DefaultsTable, names: readonly string[]): string {
  return table(
    ['setting', ...Object.keys(defaults)],
    names.map((name) => [code(name)].concat(cells(defaults, name))),
  );
}

function meaningTable(defaults: DefaultsTable): string {
  const rows = Object.entries(meanings).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return table(
    ['setting', 'meaning', ...Object.keys(defaults)],
    rows.map(([name, meaning]) => [code(name), prose(meaning)].concat(cells(defaults, name))),
  );
}

function releaseTable(defaults: DefaultsTable): string {
  const rows = Object.values(defaults).map(({ tag, commit, code: own, shipped, latest }) =>
    [code(tag), code(commit.slice(0, 12))].concat([own, shipped, latest ?? {}].map((settings) => String(Object.keys(settings).length))),
  );
  return table(['release', 'commit', 'in the code', 'set by `cassandra.yaml`', 'set by `cassandra_latest.yaml`'], rows);
}

/** The page of defaults: what each setting of cassandra.yaml is, version by version. */
export function defaultsPage(defaults: DefaultsTable = defaultsTable()): string {
  const names = settingNames(defaults);
  const different = names.filter((name) => Object.keys(defaults).some((version) => differs(defaults, version, name)));
  return page(
    {
      title: 'Defaults of Cassandra',
      description:
        'What each setting of cassandra.yaml is in each version: in the code, in the shipped file, and in cassandra_latest.yaml.',
      source: SOURCE,
    },
    [
      'A default has up to three values. **Code** is what the program has when the file does not mention the setting; a test reads it again from the class `Config` of each version. **Shipped** is what the `cassandra.yaml` of the release makes of it, and **latest** the `cassandra_latest.yaml` that comes with 5.0 and later. Most nodes run the shipped file. A value that stands alone is the same with each; “unset” is off, or computed when the node starts.',
      releaseTable(defaults),
      'Settings are listed by the name that they have today. Cassandra 4.0 has the unit in many names: `write_request_timeout` is `write_request_timeout_in_ms` there.',
      '## On these pages',
      meaningTable(defaults),
      '## Where the file makes a difference',
      settingTable(defaults, different),
      '## Every setting',
      settingTable(defaults, names),
    ],
  );
}
