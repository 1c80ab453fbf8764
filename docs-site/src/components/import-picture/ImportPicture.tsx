import type { ReactNode } from 'react';
import graph from '@site/src/generated/import-graph.json';
import { ComputedTable } from '@site/src/components/scroll-table/ComputedTable';
import { TableHead } from '@site/src/components/scroll-table/TableHead';
import styles from './ImportPicture.module.css';
import { BOX, layOut, type PlacedNode } from './layout';

/** What each layer is for, as the legend says it. */
const layers: Readonly<Record<string, string>> = {
  app: 'apps: composition and surface',
  tool: 'tools and tests',
  contract: 'wire contract',
  adapter: 'adapters: one technology each',
  simulation: 'a world to test in',
  port: 'ports, named by role',
  host: 'the machine',
  pure: 'pure: runs in a browser',
};

const picture = layOut(graph.map(({ name, layer, imports }) => ({ name, layer, imports })));

function layerClass(layer: string): string {
  return styles[layer] ?? styles['tool'] ?? '';
}

function Box({ node }: { readonly node: PlacedNode }): ReactNode {
  return (
    <g className={layerClass(node.layer)}>
      <rect x={node.x - BOX.width / 2} y={node.y - BOX.height / 2} width={BOX.width} height={BOX.height} rx="7" />
      <text x={node.x} y={node.y} textAnchor="middle" dominantBaseline="central">
        {node.name}
      </text>
    </g>
  );
}

function Legend(): ReactNode {
  const used = Object.entries(layers).filter(([layer]) => graph.some((node) => node.layer === layer));
  return (
    <ul className={styles['legend']}>
      {used.map(([layer, text]) => (
        <li key={layer} className={layerClass(layer)}>
          {text}
        </li>
      ))}
    </ul>
  );
}

/** Who imports whom: drawn from the project graph that Nx read when this site was built. The table under it says the same. */
export function ImportPicture(): ReactNode {
  return (
    <figure className={styles['figure']} data-computed>
      <div className={styles['scroll']} tabIndex={0} role="group" aria-label="Import picture">
        <svg viewBox={`0 0 ${picture.width} ${picture.height}`} width={picture.width} role="img" aria-labelledby="import-picture-title">
          <title id="import-picture-title">Who imports whom; the table below lists every project with its imports.</title>
          <defs>
            <marker id="import-arrow" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0L8 4L0 8Z" className={styles['tip']} />
            </marker>
          </defs>
          {picture.edges.map(({ from, to, path }) => (
            <path key={`${from} ${to}`} d={path} className={styles['edge']} markerEnd="url(#import-arrow)" />
          ))}
          {picture.nodes.map((node) => (
            <Box key={node.name} node={node} />
          ))}
        </svg>
      </div>
      <Legend />
      <figcaption>
        An arrow that a longer chain of arrows implies is left out. What only a package’s tests import counts as well.
      </figcaption>
    </figure>
  );
}

/** Every project: what it is for, its layer, and what it imports. */
export function ProjectTable(): ReactNode {
  return (
    <ComputedTable>
      <TableHead cells={['Project', 'What it is', 'Layer', 'Imports']} />
      <tbody>
        {graph.map((node) => (
          <tr key={node.name}>
            <td>
              <code>{node.folder}</code>
            </td>
            <td>{node.description}</td>
            <td>{node.layer}</td>
            <td>{node.imports.length === 0 ? '–' : node.imports.join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </ComputedTable>
  );
}
