import { nearest } from '@ringside/core';
import { Problem, quoted } from './field';
import type { Picture } from './picture';

/** What a page writes as attributes: `<LivePicture id="…" nodes={6} />`. */
export type Options = Readonly<Record<string, unknown>>;

/** More than any state needs; longer ones are not even looked at. */
const MAX_QUERY_LENGTH = 2_000;

/** The state that named texts mean, with `base` for what they do not name. */
function readTexts<State, Model>(
  { fields, check }: Picture<State, Model>,
  texts: ReadonlyMap<string, string>,
  base: State,
): State | Problem {
  const names = Object.keys(fields);
  const state = { ...base };
  for (const [name, text] of texts) {
    if (!Object.hasOwn(fields, name)) return unknownName(name, names);
    const value = fields[name as keyof State].read(text);
    if (value instanceof Problem) return new Problem(`${name} ${value.text}`);
    state[name as keyof State] = value;
  }
  const impossible = check?.(state);
  return impossible === undefined ? state : new Problem(impossible);
}

function unknownName(name: string, names: readonly string[]): Problem {
  const near = nearest(name, names);
  return new Problem(`there is no ${quoted(name)}${near === undefined ? '' : `; did you mean ${near}?`} It takes ${names.join(', ')}`);
}

/** What the picture shows when nobody says anything. */
function initialState<State, Model>({ fields }: Picture<State, Model>): State {
  const entries = Object.entries<{ initial: unknown }>(fields);
  return Object.fromEntries(entries.map(([name, { initial }]) => [name, initial])) as State;
}

/** The state that a page asks for with its attributes. */
export function stateOfOptions<State, Model>(picture: Picture<State, Model>, options: Options): State | Problem {
  return readTexts(picture, new Map(Object.entries(options).map(([name, value]) => [name, String(value)])), initialState(picture));
}

/** The state as it stands in the address: `nodes:6,rf:3,key:alice`. */
export function writeState<State, Model>({ fields }: Picture<State, Model>, state: State): string {
  const names = Object.keys(fields) as (keyof State & string)[];
  return names.map((name) => `${name}:${escaped(fields[name].write(state[name]))}`).join(',');
}

/** Everything that would end a value or the address; what is readable in an address stays so. */
function escaped(value: string): string {
  return encodeURIComponent(value.replaceAll(/\p{Surrogate}/gu, '\uFFFD'))
    .replaceAll('%2B', '+')
    .replaceAll('%2F', '/');
}

/** Reads what {@link writeState} wrote, or what a reader made of it; `base` is the page's own state. */
export function readState<State, Model>(picture: Picture<State, Model>, query: string, base: State): State | Problem {
  if (query.length > MAX_QUERY_LENGTH) return new Problem('its text is too long');
  const texts = new Map<string, string>();
  for (const part of query.split(',').filter((each) => each !== '')) {
    const [, name, value] = /^([^:]*):(.*)$/s.exec(part) ?? [];
    const decoded = value === undefined ? undefined : unescaped(value);
    if (name === undefined || decoded === undefined) return new Problem(`${quoted(part)} is not of the form name:value`);
    texts.set(name, decoded);
  }
  return readTexts(picture, texts, base);
}

function unescaped(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
