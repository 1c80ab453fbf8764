import { Spec, Validation } from '@cyclonedx/cyclonedx-library';

const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/https?:\/\/(?!cyclonedx\.org\/)[^"\s]*/, 'an address'],
  [/"(?:\/|[A-Z]:\\|file:)[^"]*"/, 'a path of a machine'],
];

/** Finds what is wrong with a bill of materials: it does not follow CycloneDX's schema, or says where it was made. */
export async function sbomFaults(name: string, text: string): Promise<readonly string[]> {
  const error = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  const invalid = error === null ? [] : [`${name}: does not follow the schema of CycloneDX: ${JSON.stringify(error).slice(0, 300)}`];
  const foreign = FORBIDDEN.flatMap(([pattern, what]) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined ? [] : [`${name}: holds ${what}: ${found}`];
  });
  return [...invalid, ...foreign];
}
