/**
 * Cassandra's own nodetool and SSTable tools, run on a node of this machine out of the jars that it runs on.
 *
 * @packageDocumentation
 */
export { assertStillMember, decommission, type DecommissionOptions, isMember, type MemberNode } from './decommission.ts';
export { diagnose } from './jmx/attach.ts';
export { closeLeftJmx, JMX_USER, type JmxAccess, withJmx } from './jmx/jmx-session.ts';
export type { LocalCluster, LocalNode, LocalNodePaths } from './local-node.ts';
export { runNodetool, type ToolOptions } from './nodetool.ts';
export type { ToolOutput, ToolResult } from './program.ts';
export { dataDirectory, listSstables, type SstableComponent, type SstableFiles } from './sstable/sstable-files.ts';
export { runSstableTool, type SstableTool, type SstableToolOptions } from './sstable/sstable-tool.ts';
export { runTool, type ToolPlan } from './tool-jvm.ts';
