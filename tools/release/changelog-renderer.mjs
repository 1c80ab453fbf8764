import { createRequire } from 'node:module';

// Required, not imported: what the default export of a CommonJS module is depends on who imports it, Node or Vitest.
const { default: ChangelogRenderer } = createRequire(import.meta.url)('nx/release/changelog-renderer');

/**
 * Whether a change belongs into a package's changelog. A change with a scope belongs to the packages that the scope names, also when it
 * touched files elsewhere; one without a scope belongs to those whose files it changed. Nx by itself lists a change that touched a file
 * of the workspace, such as the lock file, under every package.
 *
 * @param {{ scope: string, affectedProjects: readonly string[] | '*' }} change
 * @param {string} project such as `@ringside/ring`
 * @returns {boolean}
 */
export function belongsTo({ scope, affectedProjects }, project) {
  const names = scope
    .split(/[,/]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length > 0) return names.includes(project.replace('@ringside/', ''));
  return affectedProjects !== '*' && affectedProjects.includes(project);
}

/** Nx's changelog renderer, with {@link belongsTo} to tell which change goes where. */
export default class RingsideChangelogRenderer extends ChangelogRenderer {
  /** Called by Nx; `project` is null for the workspace's changelog. */
  filterChanges(changes, project) {
    return project === null ? changes : changes.filter((change) => belongsTo(change, project));
  }
}
