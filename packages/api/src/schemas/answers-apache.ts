import { Type } from 'typebox';
import type {
  ErrorAnswer,
  GossipAnswer,
  HealthAnswer,
  ReplicaMetadata,
  ReplicaRange,
  ResultAnswer,
  RingEntry,
  SchemaAnswer,
  SettingsAnswer,
  SnapshotFile,
  SnapshotFilesAnswer,
  TimeSkewAnswer,
  TokenRangeReplicasAnswer,
} from '../types/apache.ts';
import { type SchemaFor, schemaFor } from './schema-for.ts';

const token = Type.String({ pattern: '^-?[0-9]{1,19}$', description: 'A token in decimal: it does not fit a number.' });
const upOrDown = Type.Union([Type.Literal('Up'), Type.Literal('Down'), Type.Literal('?')]);
const port = Type.Integer({ minimum: -1, maximum: 65_535 });
const moving = [Type.Literal('Normal'), Type.Literal('Joining'), Type.Literal('Leaving'), Type.Literal('Moving')] as const;

/** Schema of {@link HealthAnswer}. */
export const healthAnswer: SchemaFor<HealthAnswer> = schemaFor<HealthAnswer>()(
  Type.Object({ status: Type.Union([Type.Literal('OK'), Type.Literal('NOT_OK')]) }),
);

/** Schema of {@link SchemaAnswer}. */
export const schemaAnswer: SchemaFor<SchemaAnswer> = schemaFor<SchemaAnswer>()(
  Type.Object({ keyspace: Type.Optional(Type.String()), schema: Type.String({ description: 'CQL text.' }) }),
);

const ringEntry = Type.Object({
  datacenter: Type.String(),
  address: Type.String(),
  port,
  rack: Type.String(),
  status: upOrDown,
  state: Type.Union([...moving]),
  load: Type.String(),
  owns: Type.String({ pattern: '^([0-9]+\\.[0-9]{2}%|\\?)$' }),
  token,
  fqdn: Type.String(),
  hostId: Type.String(),
});

/** Schema of a list of {@link RingEntry}. */
export const ringAnswer: SchemaFor<readonly RingEntry[]> = schemaFor<readonly RingEntry[]>()(Type.Array(ringEntry));

const replicaMetadata = Type.Object({
  state: Type.Union([...moving, Type.Literal('Replacing')]),
  status: upOrDown,
  fqdn: Type.String(),
  address: Type.String(),
  port,
  datacenter: Type.String(),
});

const replicaRange = Type.Object({
  start: token,
  end: token,
  replicasByDatacenter: Type.Record(Type.String(), Type.Array(Type.String())),
});

/** Schema of {@link ReplicaMetadata}. */
export const replicaMetadataSchema: SchemaFor<ReplicaMetadata> = schemaFor<ReplicaMetadata>()(replicaMetadata);

/** Schema of {@link ReplicaRange}. */
export const replicaRangeSchema: SchemaFor<ReplicaRange> = schemaFor<ReplicaRange>()(replicaRange);

/** Schema of {@link TokenRangeReplicasAnswer}. */
export const tokenRangeReplicasAnswer: SchemaFor<TokenRangeReplicasAnswer> = schemaFor<TokenRangeReplicasAnswer>()(
  Type.Object({
    replicaMetadata: Type.Record(Type.String(), replicaMetadata),
    writeReplicas: Type.Array(replicaRange),
    readReplicas: Type.Array(replicaRange),
  }),
);

/** Schema of {@link GossipAnswer}. */
export const gossipAnswer: SchemaFor<GossipAnswer> = schemaFor<GossipAnswer>()(
  Type.Record(Type.String(), Type.Record(Type.String(), Type.String())),
);

/** Schema of {@link SettingsAnswer}. */
export const settingsAnswer: SchemaFor<SettingsAnswer> = schemaFor<SettingsAnswer>()(
  Type.Object({
    releaseVersion: Type.String(),
    partitioner: Type.String(),
    datacenter: Type.String(),
    rpcAddress: Type.String(),
    rpcPort: port,
    tokens: Type.Array(token),
    sidecar: Type.Object({ version: Type.String() }),
  }),
);

/** Schema of {@link TimeSkewAnswer}. */
export const timeSkewAnswer: SchemaFor<TimeSkewAnswer> = schemaFor<TimeSkewAnswer>()(
  Type.Object({ currentTime: Type.Integer({ minimum: 0 }), allowableSkewInMinutes: Type.Integer({ minimum: 0 }) }),
);

const snapshotFile = Type.Object({
  size: Type.Integer({ minimum: 0 }),
  host: Type.String(),
  port,
  dataDirIndex: Type.Integer({ minimum: 0 }),
  snapshotName: Type.String(),
  keySpaceName: Type.String(),
  tableName: Type.String(),
  fileName: Type.String(),
});

/** Schema of {@link SnapshotFile}. */
export const snapshotFileSchema: SchemaFor<SnapshotFile> = schemaFor<SnapshotFile>()(snapshotFile);

/** Schema of {@link SnapshotFilesAnswer}. */
export const snapshotFilesAnswer: SchemaFor<SnapshotFilesAnswer> = schemaFor<SnapshotFilesAnswer>()(
  Type.Object({ snapshotFilesInfo: Type.Array(snapshotFile) }),
);

/** Schema of {@link ResultAnswer}. */
export const resultAnswer: SchemaFor<ResultAnswer> = schemaFor<ResultAnswer>()(Type.Object({ result: Type.Literal('Success') }));

/** Schema of {@link ErrorAnswer}. */
export const errorAnswer: SchemaFor<ErrorAnswer> = schemaFor<ErrorAnswer>()(
  Type.Object({
    status: Type.String({ description: 'Reason phrase.' }),
    code: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
    message: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    error: Type.Optional(Type.String({ description: 'Code of the error table.' })),
    remedy: Type.Optional(Type.String()),
    retryable: Type.Optional(Type.Boolean()),
    details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  }),
);
