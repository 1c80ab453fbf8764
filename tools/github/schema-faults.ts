import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parseDocument } from 'yaml';

const SCHEMAS: readonly (readonly [RegExp, string])[] = [
  [/^\.github\/dependabot\.yml$/, 'dependabot'],
  [/^\.github\/ISSUE_TEMPLATE\/config\.yml$/, 'github-issue-config'],
  [/^\.github\/ISSUE_TEMPLATE\/[a-z-]+\.yml$/, 'github-issue-forms'],
  [/^\.github\/workflows\/[a-z-]+\.yml$/, 'github-workflows'],
];

// Unknown formats and keywords of editors are no concern of the check.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });

/** The name of the schema that a file of `.github` must fit; undefined where there is none for its place. */
export function schemaOf(path: string): string | undefined {
  return SCHEMAS.find(([pattern]) => pattern.test(path))?.[1];
}

/**
 * What is wrong with a YAML file of `.github`, by the schema for its place.
 *
 * @returns one sentence a fault, that of the YAML itself before any other
 */
export function schemaFaults(path: string, text: string): string[] {
  const document = parseDocument(text);
  if (document.errors.length > 0) return document.errors.map(({ message }) => `${path}: ${message.split('\n')[0]}`);
  const schema = schemaOf(path);
  if (schema === undefined) return [`${path}: there is no schema for this place`];
  const validate = validator(schema);
  if (validate(document.toJS())) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${path}: ${instancePath || '/'} ${message}`);
}

function validator(schema: string): ReturnType<Ajv['compile']> {
  const known = ajv.getSchema(schema);
  if (known !== undefined) return known;
  const text = JSON.parse(readFileSync(new URL(`./schemas/${schema}.json`, import.meta.url), 'utf8')) as object;
  return ajv.compile({ ...text, $id: schema });
}
