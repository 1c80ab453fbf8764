import { type JSX, useMemo } from 'react';
import { formatEndpoint, keyspaceName, tableName } from '@ringside/model';
import { type Address, hrefOf } from '../address/address.ts';
import type { Node, Range } from '../live/observation.ts';
import type { Source } from '../live/source.ts';
import { nodeBeside } from '../nodes/beside.ts';
import { Loaded } from '../parts/loaded.tsx';

/** What {@link KeySstables} asks about. */
export interface KeySstablesProps {
  readonly address: Address;
  readonly keyBytes: Uint8Array;
  readonly range: Range;
  readonly nodes: readonly Node[];
}

/** Which files of the node beside the sidecar hold a partition. Those of other replicas only their own sidecars see: their pages are linked. */
export function KeySstables({ address, keyBytes, range, nodes }: KeySstablesProps): JSX.Element | null {
  const { keyspace, table } = address;
  const replicas = nodes.filter((node) => range.replicas.includes(formatEndpoint(node)));
  const beside = nodeBeside(nodes);
  const own = replicas.find((node) => node === beside);
  const hex = Array.from(keyBytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const source = useMemo(() => sstablesSource(keyspace ?? '', table ?? '', hex), [keyspace, table, hex]);
  if (keyspace === undefined || table === undefined) return null;
  return (
    <>
      <h3>SSTables that hold the partition</h3>
      {own === undefined ? (
        <p className="quiet">The node beside this sidecar is no replica of it.</p>
      ) : (
        <Loaded source={source} what="the SSTables">
          {(sstables) => <Paths node={own} sstables={sstables} />}
        </Loaded>
      )}
      <p className="quiet">
        Ask the others on their own pages:{' '}
        {replicas
          .filter((node) => node !== own && node.status === 'Up')
          .map((node) => (
            <a key={node.address} href={`${node.sidecarUrl}/${hrefOf(address)}`}>
              {node.address}{' '}
            </a>
          ))}
      </p>
    </>
  );
}

function Paths({ node, sstables }: { readonly node: Node; readonly sstables: readonly string[] }): JSX.Element {
  if (sstables.length === 0) return <p>None on {node.address}. The partition may be in its memtable only, or not there.</p>;
  return (
    <ul className="paths" aria-label={`SSTables on ${node.address}`}>
      {sstables.map((path) => (
        <li key={path}>
          <code>{path}</code>
        </li>
      ))}
    </ul>
  );
}

function sstablesSource(keyspace: string, table: string, hex: string): Source<readonly string[]> {
  return {
    needs: ['partitionSstables'],
    async ask(client, signal) {
      const key = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
      return (await client.partitionSstables({ keyspace: keyspaceName(keyspace), table: tableName(table), key }, { signal })).sstables;
    },
  };
}
