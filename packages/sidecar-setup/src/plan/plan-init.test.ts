import { isOpsError, type OpsError } from '@ringside/core';
import { describe, expect, it } from 'vitest';
import { parseCassandraYaml } from '../discover/cassandra-yaml.ts';
import type { RunningNode } from '../discover/running-node.ts';
import { layoutOf } from './layout.ts';
import { planInit, type Surroundings, type Wishes } from './plan-init.ts';

const layout = layoutOf('/var/lib/ringside/sidecars', '10.0.0.1:9042');
const around: Surroundings = {
  layout,
  agentJar: '/agent.jar',
  agent: { address: '127.0.0.1', port: 8778 },
  sidecar: { address: '127.0.0.1', port: 9043 },
  node: '/usr/bin/node',
  program: '/lib/main.js',
  user: 'cassandra',
  group: 'cassandra',
  policy: '<restrict/>',
};
const wishes: Wishes = { attach: true, permanent: true, tls: {}, start: 'none' };
const LOGIN = { username: 'cassandra', passwordFile: '/p' };

function node(yaml = 'cluster_name: c\n', over: Partial<RunningNode> = {}): RunningNode {
  return {
    identity: { pid: 4711, startedAt: 'x' },
    uid: 999,
    gid: 999,
    name: '10.0.0.1:9042',
    address: '10.0.0.1',
    configuration: parseCassandraYaml(yaml, 'cassandra.yaml'),
    dataDirectories: ['/data/1', '/data/2'],
    conf: '/etc/cassandra',
    optionsFile: '/etc/cassandra/jvm-server.options',
    optionsFileOf: [],
    java: 11,
    attachRefusal: undefined,
    jolokia: undefined,
    ...over,
  };
}

const fault = (of: RunningNode, more: Partial<Wishes> = {}, where: Partial<Surroundings> = {}): OpsError => {
  try {
    planInit(of, { ...wishes, ...more }, { ...around, ...where });
  } catch (error) {
    if (isOpsError(error)) return error;
    throw error;
  }
  return expect.fail('was planned');
};
const configuration = (of: RunningNode, more: Partial<Wishes> = {}): unknown => {
  const step = planInit(of, { ...wishes, ...more }, around).steps.find((each) => each.do === 'write' && each.path === layout.configuration);
  return JSON.parse(step?.do === 'write' ? step.text : '{}');
};

describe('planInit()', () => {
  it('configures a sidecar on loopback for a node that is not, by the names of secret files', () => {
    expect(configuration(node('authenticator: PasswordAuthenticator'), { login: LOGIN, role: 'ringside' })).toEqual({
      listen: { host: '127.0.0.1', port: 9043 },
      cassandra: {
        host: '10.0.0.1',
        port: 9042,
        jolokiaUrl: 'http://127.0.0.1:8778/jolokia/',
        jolokiaSecretFile: layout.secret,
        dataDirectories: ['/data/1', '/data/2'],
        username: 'ringside',
        passwordFile: layout.password,
      },
    });
  });

  it('grants a role no more than to read what the node makes up about itself and its repairs, and nothing where nothing is asked', () => {
    const statements = (authorizer: string): unknown =>
      planInit(
        node(`authenticator: PasswordAuthenticator\nauthorizer: ${authorizer}`),
        { ...wishes, login: LOGIN, role: 'r"s' },
        around,
      ).steps.find((step) => step.do === 'create-role');
    const create = `CREATE ROLE "r""s" WITH PASSWORD = '…' AND LOGIN = true AND SUPERUSER = false`;
    expect(statements('CassandraAuthorizer')).toMatchObject({
      statements: [
        create,
        'GRANT SELECT ON KEYSPACE system_views TO "r""s"',
        'GRANT SELECT ON system_distributed.parent_repair_history TO "r""s"',
      ],
    });
    expect(statements('AllowAllAuthorizer')).toMatchObject({ statements: [create] });
  });

  it.each([
    [
      'a JVM that refuses',
      node('a: b', { attachRefusal: 'it was started with -XX:+DisableAttachMechanism' }),
      {},
      'JVM_REFUSED',
      '--no-attach',
    ],
    ['a Java that cannot hold the agent', node('a: b', { java: 8 }), {}, 'JVM_REFUSED', 'Restart the node with Java 11'],
    ['the same with its next start', node('a: b', { java: 8 }), { attach: false }, 'JVM_REFUSED', 'JAVA_HOME'],
    ['options of another node too', node('a: b', { optionsFileOf: ['10.0.0.2:9042'] }), {}, 'CONFLICT', '--no-permanent'],
    ['another Jolokia', node('a: b', { jolokia: '/opt/jolokia.jar' }), {}, 'CONFLICT', 'restart the node'],
    ['a role where none is asked for', node(), { role: 'r', login: LOGIN }, 'INVALID_ARGUMENT', '--cql-role'],
    ['no role where one is asked for', node('authenticator: PasswordAuthenticator'), {}, 'INVALID_ARGUMENT', '--cql-user'],
    ['no authority where TLS is required', node('client_encryption_options: {enabled: true}'), {}, 'INVALID_ARGUMENT', '--cql-ca-file'],
    [
      'no certificate where one is asked for',
      node('client_encryption_options: {enabled: true, require_client_auth: true}'),
      { tls: { caFile: '/ca' } },
      'INVALID_ARGUMENT',
      '--cql-cert-file',
    ],
  ] as const)('refuses %s, and says what to do instead', (_, of, more, code, remedy) => {
    const { code: got, remedy: said } = fault(of, more);
    expect([got, said]).toEqual([code, expect.stringContaining(remedy)]);
  });

  it('refuses a folder that the scripts would split at its blank', () => {
    expect(fault(node(), {}, { layout: layoutOf('/srv/my sidecars', '10.0.0.1:9042') })).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('sets up a node that shares its options with another where these are left alone', () => {
    const shared = node('a: b', { optionsFileOf: ['10.0.0.2:9042'] });
    const steps = planInit(shared, { ...wishes, permanent: false }, around).steps.map((step) => step.do);
    expect(steps).toContain('attach');
    expect(steps).not.toContain('edit-options');
  });

  it('takes the agent of an earlier setup for its own', () => {
    expect(planInit(node('a: b', { jolokia: layout.agent }), wishes, around).steps.map((step) => step.do)).toContain('attach');
  });

  it('leaves alone what is not wanted, and says what that means', () => {
    const plan = planInit(node(), { ...wishes, attach: false, permanent: false }, around);
    expect(plan.steps.map((step) => step.do)).toEqual(['copy', 'write', 'make-secret', 'write']);
    expect(plan.notes).toEqual([expect.stringContaining('Neither now nor at the next start')]);
    expect(planInit(node('a: b', { optionsFile: undefined }), wishes, around).notes).toEqual([
      expect.stringContaining('No jvm-server.options was found that 10.0.0.1:9042 was started with'),
    ]);
  });
});
