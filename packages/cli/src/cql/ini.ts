import { errors } from '@ringside/core';

/** One section: its values as they stand, by key in lower case. */
type Section = ReadonlyMap<string, string>;

/** A file in the format of Python's `configparser`, which cqlsh reads its configuration and credentials with. */
export interface Ini {
  readonly sections: ReadonlyMap<string, Section>;
  /** A value as it stands, for passwords. */
  raw(section: string, key: string): string | undefined;
  /**
   * A value with `%(key)s` filled in from its section or `[DEFAULT]`, and `%%` as a percent sign.
   *
   * @throws OpsError CONFIG_INVALID for any other use of `%`
   */
  value(section: string, key: string): string | undefined;
}

/** The section of what stands before the first one; cqlsh refuses such a file, a credentials file of ours may be one. */
export const NO_SECTION = '';

const DEFAULTS = 'DEFAULT';
/** Python's own limit. */
const MAX_DEPTH = 10;

/**
 * Reads a file by the rules of `configparser`: keys in any case, `=` or `:` behind them, comments on lines of their own that begin with
 * `#` or `;`, values that go on in lines that are indented.
 *
 * @param name what messages call the file
 * @throws OpsError CONFIG_INVALID naming the line, never its value
 */
export function parseIni(text: string, name: string): Ini {
  const sections = readSections(text, name);
  const raw = (section: string, key: string): string | undefined =>
    sections.get(section)?.get(key) ?? (sections.has(section) ? sections.get(DEFAULTS)?.get(key) : undefined);
  const fill = (section: string, key: string, value: string, depth: number): string =>
    value.replaceAll(/%(?:%|\(([^)]+)\)s)?/g, (match, inner: string | undefined) => {
      if (match === '%%') return '%';
      const found = inner === undefined ? undefined : raw(section, inner.toLowerCase());
      if (found !== undefined && depth < MAX_DEPTH) return fill(section, key, found, depth + 1);
      const message = `${name}: [${section}] ${key} has a % that is neither %% nor the name of another key`;
      throw errors.CONFIG_INVALID({ message, remedy: 'Write a percent sign as %%.' });
    });
  return {
    sections,
    raw,
    value: (section, key) => {
      const found = raw(section, key);
      return found === undefined ? undefined : fill(section, key, found, 0);
    },
  };
}

/** What is being read. */
interface Reading {
  readonly sections: Map<string, Map<string, string>>;
  section: string;
  /** The key that an indented line goes on with, and how far its own line is indented. */
  key: string | undefined;
  indent: number;
}

function readSections(text: string, name: string): Reading['sections'] {
  const reading: Reading = { sections: new Map(), section: NO_SECTION, key: undefined, indent: 0 };
  for (const [index, line] of text.split(/\r\n|[\r\n]/).entries()) {
    const content = line.trim();
    if (content === '' || /^[#;]/.test(content)) continue;
    readLine(reading, line, content, `${name}:${index + 1}`);
  }
  return reading.sections;
}

function readLine(reading: Reading, line: string, content: string, place: string): void {
  const indent = line.length - line.trimStart().length;
  const values = reading.sections.get(reading.section) ?? new Map<string, string>();
  if (reading.key !== undefined && indent > reading.indent) {
    values.set(reading.key, `${values.get(reading.key) ?? ''}\n${content}`);
    return;
  }
  reading.indent = indent;
  const section = /^\[([^\]]+)\]/.exec(content)?.[1];
  if (section !== undefined) {
    reading.section = section;
    reading.key = undefined;
    if (!reading.sections.has(section)) reading.sections.set(section, new Map());
    return;
  }
  const [, key = '', value = ''] = /^(.*?)\s*[=:]\s*(.*)$/.exec(content) ?? [];
  if (key === '') {
    throw errors.CONFIG_INVALID({
      message: `${place}: this line is no [section] and no key = value`,
      remedy: 'Correct or remove it.',
    });
  }
  reading.key = key.toLowerCase();
  values.set(reading.key, value);
  reading.sections.set(reading.section, values);
}
