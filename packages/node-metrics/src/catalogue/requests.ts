import { type CatalogueRow, rowsOf } from './row.ts';

const client = rowsOf('client_request_', { group: 'requests', of: 'ClientRequest', labels: { operation: 'scope' } });
const dropped = rowsOf('', { group: 'requests', of: 'DroppedMessage', labels: { message: 'scope' } });
const pool = rowsOf('thread_pool_', { group: 'requests', of: 'ThreadPools', labels: { path: 'path', pool: 'scope' } });
const clients = rowsOf('client_', { group: 'requests', of: 'Client', labels: {} });

/** What clients feel, and what it announces itself by: read most often. */
export const requestRows: readonly CatalogueRow[] = [
  client('histogram', 'latency_seconds', 'Latency', {
    unit: 'seconds',
    total: 'TotalLatency',
    help: 'How long requests of clients took, from their arrival at this coordinator to the answer.',
  }),
  client('counter', 'timeouts', 'Timeouts', { help: 'Requests that too few replicas answered in time.' }),
  client('counter', 'unavailables', 'Unavailables', { help: 'Requests refused because too few replicas were up.' }),
  client('counter', 'failures', 'Failures', { help: 'Requests that replicas answered with an error.' }),
  dropped('counter', 'dropped_messages', 'Dropped', { help: 'Messages thrown away because nobody waits for their answer any longer.' }),
  pool('gauge', 'active_tasks', 'ActiveTasks', { help: 'Tasks being worked on.' }),
  pool('gauge', 'pending_tasks', 'PendingTasks', { help: 'Tasks in the queue.' }),
  pool('gauge', 'blocked_tasks', 'CurrentlyBlockedTasks', { reading: 'count', help: 'Tasks that wait because the queue is full.' }),
  pool('counter', 'tasks_blocked', 'TotalBlockedTasks', { help: 'Tasks that had to wait because the queue was full.' }),
  pool('counter', 'tasks_completed', 'CompletedTasks', { reading: 'value', help: 'Tasks that are done.' }),
  clients('gauge', 'connections', 'ConnectedNativeClients', { help: 'Connections of CQL clients.' }),
  clients('counter', 'authentication_failures', 'AuthFailure', { help: 'Logins of CQL clients that were refused.' }),
  clients('counter', 'requests_discarded', 'RequestDiscarded', {
    help: 'Requests of CQL clients refused because the node was overloaded.',
  }),
];
