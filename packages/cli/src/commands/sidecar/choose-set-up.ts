import type { CommandContext } from '@ringside/cli-kit';
import { listSetUp, setupErrors, type SetUp } from '@ringside/sidecar-setup';
import { baseFolder } from './common.ts';

/** What says which setups are meant. */
export interface SetUpChoice {
  readonly node?: string | undefined;
  readonly all: boolean;
  readonly into?: string | undefined;
}

/**
 * The setups that are meant: of the node that is named, or the only one.
 *
 * @throws OpsError `NODE_NOT_FOUND`, `NODE_AMBIGUOUS`
 */
export async function chooseSetUp(context: CommandContext, { node, all, into }: SetUpChoice, takesAll = false): Promise<readonly SetUp[]> {
  const base = baseFolder(context, into);
  const every = await listSetUp(base);
  const meant = node === undefined ? every : every.filter(({ record }) => node === record.name || node === record.address);
  if (meant.length === 0)
    throw setupErrors.NODE_NOT_FOUND({
      message: node === undefined ? `No sidecar was set up in ${base}` : `No sidecar was set up for ${node} in ${base}`,
      remedy: 'Set one up with ringside sidecar init, or name the folder of the others with --into.',
    });
  if (meant.length > 1 && !all && !takesAll)
    throw setupErrors.NODE_AMBIGUOUS({
      message: `${meant.length} sidecars were set up here: ${meant.map(({ record }) => record.name).join(', ')}`,
      remedy: 'Choose one with --node, or take all of them with --all.',
    });
  return meant;
}
