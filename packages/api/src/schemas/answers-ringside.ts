import { Type } from 'typebox';
import type {
  AvailabilityAnswer,
  ClearSnapshotAnswer,
  CompactionsAnswer,
  DrainAnswer,
  LoggingLevelsAnswer,
  NodesAnswer,
  OpenApiDocument,
  PartitionKeyAnswer,
  SnapshotsAnswer,
  StreamsAnswer,
} from '../types/ringside.ts';
import { type SchemaFor, schemaFor } from './schema-for.ts';

const token = Type.String({ pattern: '^-?[0-9]{1,19}$', description: 'A token in decimal: it does not fit a number.' });
const count = Type.Integer({ minimum: 0 });
const text = Type.String();
const textOrNull = Type.Union([Type.String(), Type.Null()]);
const port = Type.Integer({ minimum: -1, maximum: 65_535 });

const nodeEntry = Type.Object({
  hostId: textOrNull,
  address: text,
  port,
  nativePort: Type.Union([port, Type.Null()]),
  datacenter: textOrNull,
  rack: textOrNull,
  status: Type.Union([Type.Literal('Up'), Type.Literal('Down'), Type.Literal('?')]),
  state: Type.Union([Type.Literal('Normal'), Type.Literal('Joining'), Type.Literal('Leaving'), Type.Literal('Moving')]),
  load: text,
  loadBytes: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
  owns: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
  tokens: count,
  releaseVersion: textOrNull,
  schemaVersion: textOrNull,
  phi: Type.Union([Type.Number(), Type.Null()]),
  sidecarUrl: text,
});

/** Schema of {@link NodesAnswer}. */
export const nodesAnswer: SchemaFor<NodesAnswer> = schemaFor<NodesAnswer>()(Type.Object({ nodes: Type.Array(nodeEntry) }));

const rangeAvailability = Type.Object({
  start: token,
  end: token,
  replicas: Type.Array(text),
  live: Type.Array(text),
  counted: count,
  needed: count,
  state: Type.Union([Type.Literal('available'), Type.Literal('underReplicated'), Type.Literal('unavailable')]),
});

const keyspaceAvailability = Type.Object({
  keyspace: text,
  replication: Type.Record(Type.String(), Type.String()),
  summary: Type.Object({ total: count, available: count, underReplicated: count, unavailable: count }),
  ranges: Type.Array(rangeAvailability),
});

/** Schema of {@link AvailabilityAnswer}. */
export const availabilityAnswer: SchemaFor<AvailabilityAnswer> = schemaFor<AvailabilityAnswer>()(
  Type.Object({ consistency: text, localDatacenter: text, keyspaces: Type.Array(keyspaceAvailability) }),
);

const typedName = Type.Object({ name: text, type: text });

/** Schema of {@link PartitionKeyAnswer}. */
export const partitionKeyAnswer: SchemaFor<PartitionKeyAnswer> = schemaFor<PartitionKeyAnswer>()(
  Type.Object({
    keyspace: text,
    table: text,
    columns: Type.Array(typedName),
    userTypes: Type.Array(Type.Object({ name: text, fields: Type.Array(typedName) })),
  }),
);

/** Schema of {@link DrainAnswer}. */
export const drainAnswer: SchemaFor<DrainAnswer> = schemaFor<DrainAnswer>()(Type.Object({ operationMode: Type.Literal('DRAINED') }));

const snapshotEntry = Type.Object({
  tag: text,
  keyspace: text,
  table: text,
  sizeBytes: Type.Number({ minimum: 0 }),
  trueSizeBytes: Type.Number({ minimum: 0 }),
  createdAt: textOrNull,
  expiresAt: textOrNull,
});

/** Schema of {@link SnapshotsAnswer}. */
export const snapshotsAnswer: SchemaFor<SnapshotsAnswer> = schemaFor<SnapshotsAnswer>()(
  Type.Object({ snapshots: Type.Array(snapshotEntry) }),
);

/** Schema of {@link ClearSnapshotAnswer}. */
export const clearSnapshotAnswer: SchemaFor<ClearSnapshotAnswer> = schemaFor<ClearSnapshotAnswer>()(
  Type.Object({ result: Type.Literal('Success'), removed: Type.Array(Type.Object({ keyspace: text, table: text })) }),
);

const compactionEntry = Type.Object({
  id: text,
  taskType: text,
  keyspace: textOrNull,
  table: textOrNull,
  completed: Type.Number(),
  total: Type.Number(),
  unit: text,
});

/** Schema of {@link CompactionsAnswer}. */
export const compactionsAnswer: SchemaFor<CompactionsAnswer> = schemaFor<CompactionsAnswer>()(
  Type.Object({
    pendingTasks: count,
    pendingByTable: Type.Record(Type.String(), Type.Record(Type.String(), count)),
    completedTasks: count,
    compactedBytes: Type.Number({ minimum: 0 }),
    active: Type.Array(compactionEntry),
  }),
);

const streamProgress = Type.Object({ completedFiles: count, totalFiles: count, completedBytes: count, totalBytes: count });

const streamPlan = Type.Object({
  planId: text,
  description: text,
  sessions: Type.Array(Type.Object({ peer: text, state: text, receiving: streamProgress, sending: streamProgress })),
});

/** Schema of {@link StreamsAnswer}. */
export const streamsAnswer: SchemaFor<StreamsAnswer> = schemaFor<StreamsAnswer>()(Type.Object({ streams: Type.Array(streamPlan) }));

/** Schema of {@link LoggingLevelsAnswer}. */
export const loggingLevelsAnswer: SchemaFor<LoggingLevelsAnswer> = schemaFor<LoggingLevelsAnswer>()(
  Type.Object({ levels: Type.Record(Type.String(), Type.String()) }),
);

/** Schema of the metrics: text, line by line as Prometheus reads it. */
export const metricsAnswer: SchemaFor<string> = schemaFor<string>()(Type.String({ minLength: 1 }));

/** Schema of {@link OpenApiDocument}; the document's own shape is OpenAPI's to define. */
export const openApiAnswer: SchemaFor<OpenApiDocument> = Type.Object(
  {
    openapi: Type.String({ pattern: '^3\\.1\\.' }),
    info: Type.Record(Type.String(), Type.Unknown()),
    paths: Type.Record(Type.String(), Type.Unknown()),
  },
  { additionalProperties: true },
) as SchemaFor<OpenApiDocument>;
