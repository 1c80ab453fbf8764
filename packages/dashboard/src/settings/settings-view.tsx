import { type JSX, useState } from 'react';
import { formatBytes } from '@ringside/core';
import type { DashboardClient } from '../live/client.ts';
import type { Source } from '../live/source.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Table } from '../parts/table.tsx';

type Disks = Awaited<ReturnType<DashboardClient['diskInfo']>>;
type Settings = Awaited<ReturnType<DashboardClient['nodeSettings']>>['nodeSettings'];

const DISKS: Source<Disks> = { needs: ['diskInfo'], ask: (client, signal) => client.diskInfo({}, { signal }) };
const SETTINGS: Source<Settings> = {
  needs: ['nodeSettings'],
  ask: async (client, signal) => (await client.nodeSettings({}, { signal })).nodeSettings,
};

/** What a node runs on, and what it runs with. */
export function SettingsView(): JSX.Element {
  return (
    <>
      <section aria-labelledby="disks-heading">
        <h2 id="disks-heading">Disks</h2>
        <Loaded source={DISKS} what="disks">
          {(disks) => <DisksOf disks={disks} />}
        </Loaded>
      </section>
      <section aria-labelledby="settings-heading">
        <h2 id="settings-heading">Settings</h2>
        <Loaded source={SETTINGS} what="settings">
          {(settings) => <SettingsOf settings={settings} />}
        </Loaded>
      </section>
    </>
  );
}

/** The file systems of the machine, the fullest first. */
export function DisksOf({ disks }: { readonly disks: Disks }): JSX.Element {
  const used = ({ totalSpace, usableSpace }: Disks[number]): number => (totalSpace === 0 ? 0 : 1 - usableSpace / totalSpace);
  return (
    <Table
      label="Table of disks"
      rows={disks.toSorted((a, b) => used(b) - used(a))}
      keyOf={({ mount }) => mount}
      empty="The sidecar sees no disk of this machine."
      columns={[
        { heading: 'Mounted at', cell: ({ mount }) => mount },
        { heading: 'Used', cell: (disk) => <Used share={used(disk)} /> },
        { heading: 'Free', isNumber: true, cell: ({ usableSpace }) => formatBytes(usableSpace) },
        { heading: 'Of', isNumber: true, cell: ({ totalSpace }) => formatBytes(totalSpace) },
        { heading: 'Device', cell: ({ name, type }) => `${name} (${type})` },
      ]}
    />
  );
}

function Used({ share }: { readonly share: number }): JSX.Element {
  return (
    <>
      <meter min={0} max={1} low={0.7} high={0.85} optimum={0} value={share} aria-label="Used" /> {(share * 100).toFixed(0)}%
    </>
  );
}

/** Every setting of the node whose name or value has what is looked for. */
export function SettingsOf({ settings }: { readonly settings: Settings }): JSX.Element {
  const [wanted, setWanted] = useState('');
  const rows = Object.entries(settings).filter(([name, value]) => `${name} ${value}`.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <>
      <label className="search">
        Search
        <input type="search" value={wanted} onChange={({ target }) => setWanted(target.value)} autoComplete="off" spellCheck={false} />
      </label>
      <Table
        label="Table of settings"
        rows={rows}
        keyOf={([name]) => name}
        empty={wanted === '' ? 'The node tells of no setting.' : `No setting has “${wanted}” in it.`}
        columns={[
          { heading: 'Setting', cell: ([name]) => <code>{name}</code> },
          { heading: 'Value', cell: ([, value]) => <code className="value">{value}</code> },
        ]}
      />
    </>
  );
}
