import { expect, test } from 'vitest';
import { causeIn } from './death.ts';

const cases: readonly (readonly [string, string])[] = [
  [
    `INFO  [main] 2026-01-01 - Loading settings
Exception (org.apache.cassandra.exceptions.ConfigurationException) encountered during startup: Invalid yaml. Please remove properties [x] from your cassandra.yaml
org.apache.cassandra.exceptions.ConfigurationException: Invalid yaml. Please remove properties [x] from your cassandra.yaml
	at org.apache.cassandra.config.YamlConfigurationLoader.check(YamlConfigurationLoader.java:455)`,
    'Invalid yaml. Please remove properties [x] from your cassandra.yaml',
  ],
  [
    `Error occurred during initialization of VM
Error: Could not create the Java Virtual Machine.
Unrecognized VM option 'UseFooGC'`,
    "Unrecognized VM option 'UseFooGC'",
  ],
  [
    `Exception (org.apache.cassandra.exceptions.ConfigurationException) encountered during startup: Invalid yaml: file:/x/cassandra.yaml
Caused by: org.yaml.snakeyaml.error.YAMLException: Unable to find enum value 'sometimes' for enum class: Config$CommitLogSync`,
    "Unable to find enum value 'sometimes' for enum class: Config$CommitLogSync",
  ],
  ['java.lang.OutOfMemoryError: Java heap space', 'OutOfMemoryError: Java heap space'],
  [
    `ERROR [main] 2026-01-01 CassandraDaemon - Exception encountered during startup
java.lang.RuntimeException: Node /127.0.0.2:7000 already exists, cancelling join.
	at x`,
    'Node /127.0.0.2:7000 already exists, cancelling join.',
  ],
  ['ERROR [main] 2026-01-01 12:00:00,000 CassandraDaemon - Fatal exception during initialization', 'Fatal exception during initialization'],
  ['', 'it left no log'],
];

test.each(cases)('%# the reason of a death is the line that names it', (log, reason) => {
  expect(causeIn(log)).toBe(reason);
});
