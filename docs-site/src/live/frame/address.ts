/** What the query of an address (`?a=1&b=2`) says under a name, undecoded. */
export function readParameter(search: string, name: string): string | undefined {
  const found = parametersOf(search).find((each) => nameOf(each) === name);
  return found === undefined ? undefined : found.slice(found.indexOf('=') + 1 || found.length);
}

/** The query with a name's value replaced, or taken out; all others stay as they are. */
export function withParameter(search: string, name: string, value: string | undefined): string {
  const others = parametersOf(search).filter((each) => nameOf(each) !== name);
  const all = value === undefined ? others : [...others, `${name}=${value}`];
  return all.length === 0 ? '' : `?${all.join('&')}`;
}

function parametersOf(search: string): string[] {
  return search
    .replace(/^\?/, '')
    .split('&')
    .filter((each) => each !== '');
}

function nameOf(parameter: string): string {
  return parameter.split('=', 1)[0] ?? '';
}
