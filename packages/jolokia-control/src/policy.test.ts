import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { metricMBeans } from './metric-mbeans.ts';
import { mbeans } from './mbeans.ts';
import { jolokiaPolicy } from './policy.ts';

test('the policy grants no command as such, so that only what it allows by name is allowed', () => {
  expect(jolokiaPolicy()).toContain('<commands></commands>');
  expect(jolokiaPolicy()).toContain('<method>post</method>');
  expect(jolokiaPolicy()).not.toContain('<method>get</method>');
});

test('the policy allows exactly the MBeans, attributes and operations of the tables, and patterns only of metrics and of tables', () => {
  const policy = jolokiaPolicy();
  const all = (pattern: RegExp): readonly (string | undefined)[] => Array.from(policy.matchAll(pattern), ([, found]) => found);
  const uses = [...Object.values(mbeans), ...metricMBeans];
  expect(all(/<name>(.*)<\/name>/g)).toEqual(uses.map(({ name }) => name));
  expect(all(/<attribute mode="read">(.*)<\/attribute>/g)).toEqual(uses.flatMap(({ attributes }) => attributes));
  expect(all(/<operation>(.*)<\/operation>/g)).toEqual(uses.flatMap(({ operations }) => operations));
  const patterns = all(/<name>(.*\*.*)<\/name>/g);
  expect(patterns).toEqual([mbeans.table, ...metricMBeans].map(({ name }) => name).filter((name) => name.endsWith(',*')));
  expect(policy.replaceAll(/<name>.*<\/name>/g, '')).not.toContain('*');
});

test('the policy lets in one origin that no page can have, and holds every request to it', () => {
  expect(jolokiaPolicy()).toMatch(/<cors>\s*<allow-origin>http:\/\/ringside\.invalid<\/allow-origin>\s*<strict-checking\/>\s*<\/cors>/);
});

test('everything in the table is used by a query, so that nothing else is offered', () => {
  const folder = new URL('queries/', import.meta.url);
  const files = readdirSync(folder).filter((file) => !file.endsWith('.test.ts'));
  const queries = files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('');
  const own = ['roles.ts', 'drain.ts', 'metric-mbeans.ts'].map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('');
  for (const { attributes, operations } of Object.values(mbeans))
    for (const name of [...attributes, ...operations]) expect(queries + own).toContain(`'${name}'`);
});

test('of a metric nothing is allowed but its number and its buckets, and no two patterns hold the same MBean', () => {
  const metrics = metricMBeans.filter(({ name }) => name.startsWith('org.apache.cassandra.metrics:'));
  for (const { attributes, operations } of metrics) expect([attributes, operations]).toEqual([['Count', 'Value'], ['values()']]);
  expect(new Set(metricMBeans.map(({ name }) => name)).size).toBe(metricMBeans.length);
  for (const { name } of metrics) expect(name).toMatch(/^org\.apache\.cassandra\.metrics:type=\w+,\*$/);
});

test('every operation carries its signature', () => {
  for (const { operations } of Object.values(mbeans)) {
    for (const operation of operations) expect(operation).toMatch(/^\w+\([^()]*\)$/);
  }
});

test('nothing in the table needs escaping in XML', () => {
  expect(JSON.stringify(mbeans)).not.toMatch(/[<>&]/);
});
