import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jolokiaAgentProperties } from './agent-properties.ts';

const SETTINGS = { host: '127.0.0.1', port: 8778, secret: 's3cret-of-node-one', policyFile: '/rings/my ring/policy.xml' };

/** Reads properties as `java.util.Properties` reads the forms that are written here. */
function load(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).replaceAll(/\\(.)/g, '$1')]),
  );
}

test('the agent listens on the node’s loopback address only, asks for the secret and obeys the policy file', () => {
  expect(load(jolokiaAgentProperties(SETTINGS))).toMatchObject({
    host: '127.0.0.1',
    port: '8778',
    user: 'ringside',
    password: 's3cret-of-node-one',
    policyLocation: 'file:///rings/my%20ring/policy.xml',
    discoveryEnabled: 'false',
    serializeLong: 'string',
    executor: 'cached',
  });
});

test('every printable secret arrives as it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[!-~]{16,40}$/), (secret) => {
      expect(load(jolokiaAgentProperties({ ...SETTINGS, secret }))['password']).toBe(secret);
    }),
  );
});

test.each(['0.0.0.0', '10.0.0.1', '::', 'example.org', '127.0.0.1.example.org', ''])('the host %j is refused', (host) => {
  expect(() => jolokiaAgentProperties({ ...SETTINGS, host })).toThrow(expect.objectContaining({ code: 'BIND_REFUSED' }));
});

test.each(['', 'short', 'with blanks in the secret', 'with\nan=other property'])('the secret %j is refused', (secret) => {
  expect(() => jolokiaAgentProperties({ ...SETTINGS, secret })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

test('a refused secret is not repeated in the error', () => {
  expect(() => jolokiaAgentProperties({ ...SETTINGS, secret: 'hush hush hush hush' })).toThrow(/^(?!.*hush)/);
});

test('a relative policy file is refused: the agent would not find it and would allow everything', () => {
  expect(() => jolokiaAgentProperties({ ...SETTINGS, policyFile: 'policy.xml' })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});
