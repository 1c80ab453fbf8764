import { configKeys } from './config-keys.ts';
import type { NodeIdentity, NodeSettings } from '../spec.ts';
import { type YamlSettings, mergeSettings, renderYaml } from './yaml.ts';
import { modeSettings, smallNodeSettings } from './yaml-settings.ts';

/** The text of the files in a node's configuration folder, by name. */
export type ConfFiles = Readonly<Record<string, string>>;

/**
 * Renders a node's configuration folder. Pure: nothing is written.
 *
 * Later settings win: small-node settings, addresses and tokens, the ring's `yaml`, `CONFIG_OVERRIDE_JSON`.
 *
 * @param version of Cassandra, because small-node settings that it does not know are left out
 */
export function renderConf(node: NodeIdentity, settings: NodeSettings, version: string): ConfFiles {
  return {
    'cassandra.yaml': renderYaml(nodeYaml(node, settings, version)),
    'cassandra-rackdc.properties': `dc=${node.datacenter}\nrack=${node.rack}\n`,
    'logback.xml': LOGBACK,
  };
}

/** The settings of a node's cassandra.yaml, all layers applied. */
export function nodeYaml(node: NodeIdentity, settings: NodeSettings, version: string): YamlSettings {
  const known = configKeys(version);
  const isKnown = ({ key }: { readonly key: string }): boolean => known.length === 0 || known.includes(key);
  const small = [...smallNodeSettings, ...modeSettings[settings.mode]].flatMap((setting) =>
    isKnown(setting) ? [setting] : (setting.formerly ?? []),
  );
  const base = Object.fromEntries(small.map(({ key, value }) => [key, value]));
  return [identityYaml(node, settings), settings.yaml, settings.override].reduce(mergeSettings, base);
}

function identityYaml(node: NodeIdentity, { clusterName, seeds, ports }: NodeSettings): YamlSettings {
  const listen = node.listenAddress ?? node.address;
  return {
    cluster_name: clusterName,
    num_tokens: Math.max(1, node.tokens.length),
    ...(node.replaces === undefined && { initial_token: node.tokens.join(',') }),
    auto_bootstrap: node.bootstrap,
    listen_address: listen,
    ...(listen !== node.address && { broadcast_address: node.address }),
    rpc_address: node.address,
    storage_port: ports.storage,
    native_transport_port: ports.native,
    seed_provider: [{ class_name: 'org.apache.cassandra.locator.SimpleSeedProvider', parameters: [{ seeds: seeds.join(',') }] }],
  };
}

const LOGBACK = `<configuration>
  <appender name="SYSTEM" class="ch.qos.logback.core.rolling.RollingFileAppender">
    <file>\${cassandra.logdir}/system.log</file>
    <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
      <fileNamePattern>\${cassandra.logdir}/system.log.%i</fileNamePattern>
      <minIndex>1</minIndex>
      <maxIndex>3</maxIndex>
    </rollingPolicy>
    <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy">
      <maxFileSize>16MB</maxFileSize>
    </triggeringPolicy>
    <encoder>
      <pattern>%-5level [%thread] %date{ISO8601} %logger{0} - %msg%n</pattern>
    </encoder>
  </appender>
  <root level="INFO">
    <appender-ref ref="SYSTEM"/>
  </root>
</configuration>
`;
