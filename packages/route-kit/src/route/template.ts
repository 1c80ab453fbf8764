/**
 * Templates of paths: `:name` stands for one segment, `:name*` at the end for all that follow.
 */
const NAMES = /:(\w+)(\*?)/g;

/** Names of the parameters in a template, in their order. */
export function namesIn(template: string): readonly string[] {
  return Array.from(template.matchAll(NAMES), ([, name = '']) => name);
}

/** The template with each parameter replaced. */
export function fill(template: string, replace: (name: string, rest: boolean) => string): string {
  return template.replaceAll(NAMES, (_, name: string, star: string) => replace(name, star !== ''));
}

/** A pattern of the paths that a template stands for, with or without a slash at the end. */
export function patternOf(template: string): RegExp {
  return new RegExp(`^${fill(template.replaceAll('.', String.raw`\.`), (_, rest) => (rest ? '.+' : '[^/]+'))}/?$`);
}
