import { API, APACHE_LOOKS, NO_CASSANDRA } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, integer, json, listOf, mapOf, object, text } from '@ringside/route-kit';

/** A file system that is mounted on the sidecar's machine. */
export interface DiskInfo {
  /** Bytes it has in all. */
  readonly totalSpace: number;
  /** Bytes that nothing is in. */
  readonly freeSpace: number;
  /** Bytes that the sidecar's user could write. */
  readonly usableSpace: number;
  /** Its device or source, such as `/dev/sda1`. */
  readonly name: string;
  /** Where it is mounted. */
  readonly mount: string;
  /** Such as `ext4`. */
  readonly type: string;
}

/** Disks: `GET /api/v1/system/disk-info`. */
export const diskInfo = defineRoute({
  ...APACHE_LOOKS,
  id: 'diskInfo',
  path: `${API}/system/disk-info`,
  asksCassandra: false,
  answer: json<readonly DiskInfo[]>(
    listOf(
      object({
        totalSpace: integer({ minimum: 0 }),
        freeSpace: integer({ minimum: 0 }),
        usableSpace: integer({ minimum: 0 }),
        name: text(),
        mount: text(),
        type: text(),
      }),
    ),
  ),
  permission: 'DISK_INFO:READ',
});

export const aboutDiskInfo = describeRoute(diskInfo, {
  summary: 'Disks',
  doc: 'The file systems of the sidecar’s machine. Those of other machines are left out: one that hangs would hang the answer.',
  example: {
    answer: [
      {
        totalSpace: 107_374_182_400,
        freeSpace: 53_687_091_200,
        usableSpace: 48_318_382_080,
        name: '/dev/sda1',
        mount: '/',
        type: 'ext4',
      },
    ],
  },
});

/** Every setting of a node. */
export interface NodeSettingsAnswer {
  /** By its name in `cassandra.yaml`, as the version spells it; one that has no value is absent. */
  readonly nodeSettings: Readonly<Record<string, string>>;
}

/** All settings: `GET /api/v2/cassandra/settings`. */
export const nodeSettings = defineRoute({
  ...APACHE_LOOKS,
  id: 'nodeSettings',
  path: '/api/v2/cassandra/settings',
  answer: json<NodeSettingsAnswer>(object({ nodeSettings: mapOf(text()) })),
  statuses: NO_CASSANDRA,
  permission: 'SYSTEM_VIEWS:SELECT',
});

export const aboutNodeSettings = describeRoute(nodeSettings, {
  summary: 'All settings',
  doc: 'Every setting that the node runs with, defaults included, as its table `system_views.settings` has them. Passwords, keys and the parameters of classes are not shown.',
  example: { answer: { nodeSettings: { cluster_name: 'simulated', num_tokens: '1' } } },
});
