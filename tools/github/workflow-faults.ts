interface Workflow {
  readonly on?: unknown;
  readonly permissions?: unknown;
  readonly jobs?: Readonly<Record<string, { readonly 'timeout-minutes'?: number; readonly permissions?: unknown }>>;
}

const USES = /^\s*(?:- )?uses:\s*(\S+)(?:\s+#\s*(\S.*))?$/gm;
const PINNED = /^[\w.-]+\/[\w./-]+@[\da-f]{40}$/;

/**
 * What is unsafe in a workflow: an action that is not pinned to a commit (with the version it is, for people and for Dependabot),
 * rights beyond reading, a job without a time limit, a trigger that runs a stranger's code with the repository's rights.
 *
 * @param text the file
 * @param workflow the same, parsed
 * @returns one sentence a fault
 */
export function workflowFaults(text: string, workflow: Workflow): string[] {
  const actions = [...text.matchAll(USES)].flatMap(([, action = '', version = '']) => pinFaults(action, version));
  const jobs = Object.entries(workflow.jobs ?? {});
  const endless = jobs.filter(([, job]) => job['timeout-minutes'] === undefined).map(([name]) => `job ${name} has no timeout-minutes`);
  const rights = [
    ['the workflow', workflow.permissions ?? 'all'] as const,
    ...jobs.map(([name, job]) => [`job ${name}`, job.permissions] as const),
  ];
  const greedy = rights.filter(([, given]) => !readsOnly(given)).map(([who]) => `${who} may do more than read`);
  const stranger = JSON.stringify(workflow.on ?? null).includes('pull_request_target')
    ? ['pull_request_target gives strangers rights']
    : [];
  return [...actions, ...endless, ...greedy, ...stranger];
}

function pinFaults(action: string, version: string): string[] {
  if (action.startsWith('./')) return [];
  if (!PINNED.test(action)) return [`${action} is not pinned to a commit`];
  return /^v\d+\.\d+\.\d+$/.test(version) ? [] : [`${action} does not say which version it is (# v1.2.3)`];
}

function readsOnly(permissions: unknown): boolean {
  if (permissions === undefined) return true;
  if (typeof permissions !== 'object' || permissions === null) return permissions === 'read-all';
  return Object.values(permissions).every((right) => right === 'read' || right === 'none');
}
