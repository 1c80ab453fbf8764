/**
 * The control of one Cassandra node over Jolokia: JMX as JSON over HTTP, out of an agent inside the node's JVM.
 *
 * @packageDocumentation
 */
export { type JolokiaAgentSettings, jolokiaAgentProperties, jolokiaJvmProperties } from './agent-properties.ts';
export { createJolokiaControl, type JolokiaControlOptions } from './control.ts';
export { jolokiaPolicy } from './policy.ts';
export { newJolokiaSecret } from './secret.ts';
