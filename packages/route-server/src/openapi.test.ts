import { routes } from '@ringside/api';
import { describedRoutes } from '@ringside/api/described-routes';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openApiDocument, openApiYaml } from './openapi.ts';

type Operations = Record<string, Record<string, { operationId: string; parameters: { name: string; in: string }[] }>>;

const document = (): Record<string, unknown> => structuredClone(openApiDocument({ version: '1.2.3', routes: describedRoutes }));

describe('openApiDocument()', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const result = await new Validator().validate(document());
    expect(result).toEqual({ valid: true });
  });

  it('would not be valid with a fault in it', async () => {
    const faulty = document();
    const operations = faulty['paths'] as Operations;
    operations['/api/v1/cassandra/ring'] = { get: { operationId: 'ring', parameters: [{ name: 'x', in: 'nowhere' }] } };
    expect((await new Validator().validate(faulty)).valid).toBe(false);
  });

  it('has every route and alias once, under ids of their own', () => {
    const paths = document()['paths'] as Operations;
    const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    const expected = Object.values(routes).reduce((sum, { aliases }) => sum + 1 + aliases.length, 0);
    expect(ids).toHaveLength(expected);
    expect(new Set(ids).size).toBe(expected);
  });

  it('names every path parameter of its template', () => {
    for (const [path, methods] of Object.entries(document()['paths'] as Operations))
      for (const { parameters } of Object.values(methods))
        expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`)).toEqual(
          path.match(/\{\w+\}/g) ?? [],
        );
  });

  it('is the same as YAML', () => {
    const text = openApiYaml(openApiDocument({ version: '1.2.3', routes: describedRoutes }));
    expect(text).toMatch(/^openapi: 3\.1\.0\n/);
    expect(parse(text)).toEqual(document());
  });

  it('survives JSON: what is served is what was validated', async () => {
    const served = JSON.parse(JSON.stringify(openApiDocument({ version: '1.2.3', routes: describedRoutes }))) as Record<string, unknown>;
    expect((await new Validator().validate(served)).valid).toBe(true);
    expect(served).toEqual(document());
  });
});
