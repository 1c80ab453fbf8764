import { alertGroups } from './alerts/rules.ts';
import { ruleFile } from './alerts/rule-file.ts';
import { clusterDashboard } from './dashboards/cluster.ts';
import { dashboardFile } from './dashboards/grafana.ts';
import { nodeDashboard } from './dashboards/node.ts';
import type { Dashboard } from './dashboards/panel.ts';
import { tableDashboard } from './dashboards/table.ts';

/** Every dashboard that Ringside ships. */
export const dashboards: readonly Dashboard[] = [clusterDashboard, nodeDashboard, tableDashboard];

/** Where *Read the signs* can be read, wherever the documentation of a site may stand. */
const SIGNS = 'https://github.com/ringside/ringside/blob/main/docs-site/docs/operate/read-the-signs.mdx';

/**
 * What the package ships for Prometheus and Grafana: each file's path in the package, and its text.
 *
 * @param signsUrl the address of the page *Read the signs*, to which alerts link; default: the one in the repository
 */
export function shippedFiles(signsUrl: string = SIGNS): ReadonlyMap<string, string> {
  return new Map([
    ['alerts/ringside.rules.yml', ruleFile(alertGroups, signsUrl)],
    ...dashboards.map((dashboard) => [`dashboards/${dashboard.uid}.json`, dashboardFile(dashboard)] as const),
  ]);
}
