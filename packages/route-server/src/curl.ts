import { shellQuoted } from '@ringside/core';
import { alternativesOf, type DescribedRoute, requestOf } from '@ringside/route-kit';

/**
 * The example of a route as a command line for `curl`, which can be pasted into a POSIX shell.
 *
 * @param baseUrl where the sidecar listens
 */
export function curlExample(route: DescribedRoute, baseUrl: string): string {
  const { method, target, headers } = requestOf(route, route.example.params ?? {});
  const { piped, options } = bodyOptions(route);
  const given = Object.entries(headers).map(([name, value]) => `--header ${shellQuoted(`${name}: ${value}`)}`);
  const kinds = new Set(alternativesOf(route.answer).map(({ kind }) => kind));
  const words = [
    'curl --silent --show-error --globoff',
    ...(method === 'HEAD' ? ['--head'] : method === 'GET' ? [] : [`--request ${method}`]),
    ...(kinds.has('events') ? ['--no-buffer'] : []),
    ...given,
    ...options,
    shellQuoted(baseUrl + target),
  ];
  return piped + words.join(' ');
}

function bodyOptions({ body, example }: DescribedRoute): { readonly piped: string; readonly options: readonly string[] } {
  if (body === undefined) return { piped: '', options: [] };
  const type = `--header ${shellQuoted(`content-type: ${body.mediaType}`)}`;
  if (body.kind === 'json') return { piped: '', options: [type, `--data ${shellQuoted(JSON.stringify(example.body))}`] };
  return {
    piped: `printf %s ${shellQuoted(new TextDecoder().decode(example.body as Uint8Array))} | `,
    options: [type, '--data-binary @-'],
  };
}
