import { nodeRows } from './node.ts';
import { requestRows } from './requests.ts';
import type { CatalogueRow } from './row.ts';
import { tableRows } from './tables.ts';

/** Every metric of a node that can be collected. What is read, what is exposed and what the reference tells are made from it. */
export const catalogue: readonly CatalogueRow[] = [...requestRows, ...nodeRows, ...tableRows];
