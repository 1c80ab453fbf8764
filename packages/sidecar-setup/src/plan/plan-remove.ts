import type { Layout } from './layout.ts';
import type { SetupRecord } from './record.ts';

/** One thing that `remove` undoes. */
export type Undo =
  | { readonly undo: 'start-unit'; readonly what: string; readonly path: string; readonly unit: string }
  | { readonly undo: 'start'; readonly what: string; readonly path: string }
  | { readonly undo: 'edit-options'; readonly what: string; readonly path: string }
  | { readonly undo: 'attach'; readonly what: string; readonly path: string }
  | { readonly undo: 'create-role'; readonly what: string; readonly path: string; readonly role: string }
  | { readonly undo: 'write'; readonly what: string; readonly path: string; readonly digest: string };

/** What `remove` will do for one node. */
export interface RemovePlan {
  /** What was done. */
  readonly record: SetupRecord;
  /** Where the files are. */
  readonly layout: Layout;
  /** What is undone, in order. */
  readonly steps: readonly Undo[];
  /** What stays, and why. */
  readonly leaves: readonly string[];
}

/**
 * Plans to undo what a record says, the last first: while the options of the next start name the agent, its jar must be there, or the JVM does not
 * start. Pure.
 *
 * @param canDrop whether a login was named that may drop the role
 */
export function planRemove(record: SetupRecord, layout: Layout, canDrop: boolean): RemovePlan {
  const { unitFile, optionsFile, role, name } = record;
  const drops = role !== undefined && canDrop;
  const steps: readonly Undo[] = [
    ...(unitFile === undefined
      ? []
      : [{ undo: 'start-unit', what: 'stop the sidecar and its unit', path: unitFile, unit: layout.unit } as const]),
    { undo: 'start', what: 'stop a sidecar that somebody started by hand', path: layout.configuration },
    ...(optionsFile === undefined ? [] : [{ undo: 'edit-options', what: `take the block of ${name} out`, path: optionsFile } as const]),
    { undo: 'attach', what: 'stop the control agent in the running JVM', path: layout.agent },
    ...(drops ? [{ undo: 'create-role', what: `drop the role ${role}`, path: name, role } as const] : []),
    ...Object.entries(record.files).map(([path, digest]) => ({ undo: 'write', what: 'delete', path, digest }) as const),
    { undo: 'write', what: 'delete', path: layout.record, digest: '' },
  ];
  return { record, layout, steps, leaves: leavesOf(record, drops) };
}

function leavesOf({ name, role }: SetupRecord, drops: boolean): readonly string[] {
  const classes = `The classes of the agent stay in the memory of ${name} until its JVM ends; its port is closed.`;
  if (role === undefined || drops) return [classes];
  return [
    classes,
    `The role ${role} stays. Drop it yourself, DROP ROLE "${role}"; or name a login that may: ringside sidecar remove --cql-user NAME --cql-password-file FILE.`,
  ];
}
