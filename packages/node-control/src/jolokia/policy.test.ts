import { expect, test } from 'vitest';
import { mbeans } from './mbeans.ts';
import { jolokiaPolicy } from './policy.ts';

test('the policy grants no command as such, so that only what it allows by name is allowed', () => {
  expect(jolokiaPolicy()).toContain('<commands></commands>');
  expect(jolokiaPolicy()).toContain('<method>post</method>');
  expect(jolokiaPolicy()).not.toContain('<method>get</method>');
});

test('the policy allows exactly the MBeans, attributes and operations of the table, and no pattern', () => {
  const policy = jolokiaPolicy();
  const all = (pattern: RegExp): readonly (string | undefined)[] => Array.from(policy.matchAll(pattern), ([, found]) => found);
  const uses = Object.values(mbeans);
  expect(all(/<name>(.*)<\/name>/g)).toEqual(uses.map(({ name }) => name));
  expect(all(/<attribute mode="read">(.*)<\/attribute>/g)).toEqual(uses.flatMap(({ attributes }) => attributes));
  expect(all(/<operation>(.*)<\/operation>/g)).toEqual(uses.flatMap(({ operations }) => operations));
  expect(policy).not.toContain('*');
});

test('every operation carries its signature', () => {
  for (const { operations } of Object.values(mbeans)) {
    for (const operation of operations) expect(operation).toMatch(/^\w+\([^()]*\)$/);
  }
});

test('nothing in the table needs escaping in XML', () => {
  expect(JSON.stringify(mbeans)).not.toMatch(/[<>&]/);
});
