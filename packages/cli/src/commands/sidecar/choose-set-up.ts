import { basename } from 'node:path';
import type { CommandContext } from '@ringside/cli-kit';
import type { OpsError } from '@ringside/core';
import { listSetUp, setupErrors, type SetUp, type SetUps } from '@ringside/sidecar-setup';
import { baseFolder } from './common.ts';

/** What says which setups are meant. */
export interface SetUpChoice {
  readonly node?: string | undefined;
  readonly all: boolean;
  readonly into?: string | undefined;
}

/**
 * The setups that are meant: of the node that is named, or the only one. One whose record is broken does not hide the others.
 *
 * @throws OpsError `NODE_NOT_FOUND`, `NODE_AMBIGUOUS`; the fault of the only one that is meant, where its record is broken
 */
export async function chooseSetUp(context: CommandContext, { node, all, into }: SetUpChoice): Promise<SetUps> {
  const base = baseFolder(context, into);
  const { found, broken } = await listSetUp(base);
  const isMeant = ({ name, address }: SetUp['record']): boolean => node === undefined || node === name || node === address;
  const meant = found.filter(({ record }) => isMeant(record));
  if (node !== undefined && meant.length > 0) return { found: only(meant, all), broken: [] };
  if (meant.length + broken.length === 0) throw noneSetUp(base, node);
  if (node !== undefined) throw broken.find(({ folder }) => isFolderOf(folder, node))?.error ?? noneSetUp(base, node);
  return { found: only(meant, all), broken };
}

/** Folders are called as nodes are, with other signs between the address and the port. */
function isFolderOf(folder: string, node: string): boolean {
  const id = node.replaceAll(/[[\]]/g, '').replaceAll(':', '-');
  return basename(folder) === id || basename(folder).startsWith(`${id}-`);
}

function only(meant: readonly SetUp[], all: boolean): readonly SetUp[] {
  if (meant.length <= 1 || all) return meant;
  throw setupErrors.NODE_AMBIGUOUS({
    message: `${meant.length} sidecars were set up here: ${meant.map(({ record }) => record.name).join(', ')}`,
    remedy: 'Choose one with --node, or take all of them with --all.',
  });
}

function noneSetUp(base: string, node: string | undefined): OpsError {
  return setupErrors.NODE_NOT_FOUND({
    message: node === undefined ? `No sidecar was set up in ${base}` : `No sidecar was set up for ${node} in ${base}`,
    remedy: 'Set one up with ringside sidecar init, or name the folder of the others with --into.',
  });
}
