import { type CatalogueRow, rowsOf } from './row.ts';

const one = (prefix: string, of: string): ReturnType<typeof rowsOf> => rowsOf(prefix, { group: 'node', of, labels: {} });
const compaction = one('compaction_', 'Compaction');
const storage = one('', 'Storage');
const hints = one('hints_', 'HintsService');
const commitLog = one('commit_log_', 'CommitLog');
const cql = one('cql_', 'CQL');
const streaming = one('streaming_', 'Streaming');
const repair = one('read_repair_', 'ReadRepair');
const jvm = one('jvm_', 'JVM');
const cache = rowsOf('cache_', { group: 'node', of: 'Cache', labels: { cache: 'scope' } });
const internode = rowsOf('internode_', { group: 'node', of: 'Connection', labels: { peer: 'scope' } });
const collector = rowsOf('jvm_gc_', { group: 'node', of: 'JVM', labels: { collector: 'scope' } });

/** How the node itself is: what piles up, what runs out, its caches, peers and Java virtual machine. */
export const nodeRows: readonly CatalogueRow[] = [
  compaction('gauge', 'pending_tasks', 'PendingTasks', { help: 'Compactions that wait or run, as Cassandra estimates them.' }),
  compaction('counter', 'tasks_completed', 'CompletedTasks', { reading: 'value', help: 'Compactions that are done.' }),
  compaction('counter', 'compacted_bytes', 'BytesCompacted', { unit: 'bytes', help: 'Bytes that compactions read.' }),
  storage('gauge', 'storage_load_bytes', 'Load', { unit: 'bytes', reading: 'count', help: 'Bytes of live SSTables on disk.' }),
  storage('counter', 'storage_exceptions', 'Exceptions', { help: 'Exceptions that nobody caught. Any is worth reading in the log.' }),
  storage('counter', 'hints_written', 'TotalHints', { help: 'Hints stored for nodes that were down.' }),
  storage('gauge', 'hints_in_progress', 'TotalHintsInProgress', { reading: 'count', help: 'Hints that are being written.' }),
  hints('counter', 'succeeded', 'HintsSucceeded', { help: 'Hints that their node took.' }),
  hints('counter', 'failed', 'HintsFailed', { help: 'Hints that could not be delivered.' }),
  hints('counter', 'timed_out', 'HintsTimedOut', { help: 'Hints that their node did not take in time.' }),
  commitLog('gauge', 'pending_tasks', 'PendingTasks', { help: 'Writes that wait for the commit log to be synced.' }),
  commitLog('gauge', 'size_bytes', 'TotalCommitLogSize', { unit: 'bytes', help: 'Bytes of all commit log segments.' }),
  commitLog('histogram', 'waiting_on_commit_seconds', 'WaitingOnCommit', {
    unit: 'seconds',
    help: 'How long writes waited for the commit log to be synced.',
  }),
  commitLog('histogram', 'waiting_on_segment_seconds', 'WaitingOnSegmentAllocation', {
    unit: 'seconds',
    help: 'How long writes waited for a new commit log segment.',
  }),
  cache('counter', 'hits', 'Hits', { help: 'Lookups that found what they looked for.' }),
  cache('counter', 'misses', 'Misses', { help: 'Lookups that did not.' }),
  cache('gauge', 'size_bytes', 'Size', { unit: 'bytes', help: 'Bytes in the cache.' }),
  cache('gauge', 'capacity_bytes', 'Capacity', { unit: 'bytes', help: 'Bytes that it may hold.' }),
  cql('counter', 'regular_statements', 'RegularStatementsExecuted', { help: 'Statements that were not prepared.' }),
  cql('counter', 'prepared_statements', 'PreparedStatementsExecuted', { help: 'Executions of prepared statements.' }),
  cql('counter', 'prepared_statements_evicted', 'PreparedStatementsEvicted', {
    help: 'Prepared statements dropped to make room. If it grows, an application prepares anew instead of binding values.',
  }),
  streaming('counter', 'received_bytes', 'TotalIncomingBytes', { unit: 'bytes', help: 'Bytes streamed in, of all peers.' }),
  streaming('counter', 'sent_bytes', 'TotalOutgoingBytes', { unit: 'bytes', help: 'Bytes streamed out, to all peers.' }),
  streaming('gauge', 'outbound_streams', 'ActiveOutboundStreams', { reading: 'count', help: 'Streams to peers that run.' }),
  repair('counter', 'blocking', 'RepairedBlocking', {
    help: 'Reads that found replicas in disagreement, of tables with read_repair = BLOCKING.',
  }),
  internode('counter', 'timeouts', 'Timeouts', { help: 'Requests that this peer did not answer in time.' }),
  internode('gauge', 'small_messages_pending', 'SmallMessagePendingTasks', { help: 'Small messages that wait to be sent to this peer.' }),
  internode('gauge', 'large_messages_pending', 'LargeMessagePendingTasks', { help: 'Large messages that wait to be sent to this peer.' }),
  internode('gauge', 'urgent_messages_pending', 'UrgentMessagePendingTasks', {
    help: 'Urgent messages, gossip among them, that wait to be sent to this peer.',
  }),
  jvm('gauge', 'heap_used_bytes', 'HeapUsed', { unit: 'bytes', help: 'Heap in use, garbage included.' }),
  jvm('gauge', 'heap_max_bytes', 'HeapMax', { unit: 'bytes', help: 'The largest heap allowed.' }),
  jvm('gauge', 'non_heap_used_bytes', 'NonHeapUsed', { unit: 'bytes', help: 'Memory for classes and compiled code.' }),
  collector('counter', 'collections', 'CollectionCount', { help: 'Garbage collections.' }),
  collector('counter', 'collection_seconds', 'CollectionTime', {
    unit: 'seconds',
    scale: 0.001,
    help: 'Time spent in garbage collections.',
  }),
  jvm('gauge', 'threads', 'ThreadCount', { help: 'Live threads.' }),
  jvm('gauge', 'open_files', 'OpenFileDescriptorCount', { help: 'Open files and sockets.' }),
  jvm('gauge', 'open_files_max', 'MaxFileDescriptorCount', { help: 'How many may be open.' }),
  jvm('counter', 'cpu_seconds', 'ProcessCpuTime', { unit: 'seconds', scale: 1e-9, help: 'Processor time of the node.' }),
  jvm('gauge', 'start_time_seconds', 'StartTime', { unit: 'seconds', scale: 0.001, help: 'When the node started, in seconds since 1970.' }),
];
