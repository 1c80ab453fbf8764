import type { ConfigKey, ConfigTable } from '@ringside/core';
import { code, page, prose, table } from './markdown.ts';

/** One configuration table of the workspace, with what a page must say of it. */
export interface ConfigSection {
  readonly title: string;
  readonly about: string;
  readonly source: string;
  readonly keys: ConfigTable;
}

function typeOf(key: ConfigKey): string {
  return key.unit === undefined ? key.type : `${key.type} (${key.unit})`;
}

function defaultOf(key: ConfigKey): string {
  if (key.secret === true) return 'secret';
  return key.default === undefined ? '–' : code(typeof key.default === 'string' ? key.default : JSON.stringify(key.default));
}

function keyRow(key: ConfigKey): readonly string[] {
  return [
    code(key.key),
    typeOf(key),
    defaultOf(key),
    key.env === undefined ? '–' : code(key.env),
    key.flag === undefined ? '–' : code(`--${key.flag}`),
    prose(key.doc),
  ];
}

function sectionText(section: ConfigSection): string {
  return [
    `## ${section.title}`,
    section.about,
    table(['key', 'type', 'default', 'environment', 'flag', 'meaning'], section.keys.map(keyRow)),
    `*From \`${section.source}\`.*`,
  ].join('\n\n');
}

/** The configuration reference: every key of every table that a program reads. */
export function configPage(sections: readonly ConfigSection[]): string {
  return page(
    {
      title: 'Configuration',
      description: 'Every configuration key: its type, unit, default, and the environment variable and flag that set it.',
      source: sections.map((section) => section.source).join('`, `'),
    },
    [
      'A value is taken from the first of these that sets it: a command-line flag, an environment variable, the configuration file, the default. `ringside config explain` prints the values in force and where each came from. A key that is not listed here is an error ([`CONFIG_UNKNOWN_KEY`](../errors/index.md#config_unknown_key)) that names the nearest key there is.',
      'A duration is written as `500ms`, `30s`, `5m`, `12h` or `2d`; a size as `512`, `24MiB` or `1GiB`.',
      ...sections.map(sectionText),
    ],
  );
}
