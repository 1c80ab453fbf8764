import { describe, expect, it } from 'vitest';
import { attachRefusal, jolokiaOf, parseJavaCommand } from './java-command.ts';

const DAEMON = 'org.apache.cassandra.service.CassandraDaemon';

describe('parseJavaCommand()', () => {
  it('takes class path, properties and flags apart, wherever the class path stands', () => {
    const argv = [
      'java',
      '-ea',
      '--add-opens',
      'java.base/java.io=ALL-UNNAMED',
      '-Da=b=c',
      '-Dempty',
      '-cp',
      'conf:lib/a.jar',
      '-Dlast=1',
      DAEMON,
    ];
    expect(parseJavaCommand(argv)).toEqual({
      classPath: ['conf', 'lib/a.jar'],
      properties: { a: 'b=c', empty: '', last: '1' },
      flags: ['-ea', '--add-opens'],
    });
  });

  it.each([
    ['a tool of Cassandra', ['java', '-cp', 'conf', 'org.apache.cassandra.tools.NodeTool', 'status']],
    ['a search for the daemon', ['grep', 'CassandraDaemon']],
    ['an editor that has the class open', ['vi', `${DAEMON}.java`]],
    ['nothing', []],
  ])('is undefined for %s', (_, argv) => {
    expect(parseJavaCommand(argv)).toBeUndefined();
  });
});

describe('attachRefusal()', () => {
  it.each([
    [[], undefined],
    [['-XX:+DisableAttachMechanism'], 'it was started with -XX:+DisableAttachMechanism'],
    [['-XX:+DisableAttachMechanism', '-XX:-DisableAttachMechanism'], undefined],
    [['-XX:-DisableAttachMechanism', '-XX:+DisableAttachMechanism'], 'it was started with -XX:+DisableAttachMechanism'],
  ])('of %j is %s: the last one counts', (flags, refusal) => {
    expect(attachRefusal(flags)).toBe(refusal);
  });
});

describe('jolokiaOf()', () => {
  it.each([
    ['-javaagent:/opt/jolokia-agent-jvm-2.0.0-javaagent.jar=port=8778', '/opt/jolokia-agent-jvm-2.0.0-javaagent.jar'],
    ['-javaagent:/opt/Jolokia-jvm-1.7.2.jar', '/opt/Jolokia-jvm-1.7.2.jar'],
    ['-javaagent:/opt/jamm-0.4.0.jar=of=/jolokia/x.jar', undefined],
    ['-Dagent=jolokia.jar', undefined],
  ])('of %s is %s', (flag, jar) => {
    expect(jolokiaOf(['-ea', flag])).toBe(jar);
  });
});
