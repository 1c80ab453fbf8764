// Prints, as JSON, the files that go into the hash of a target of every project that has it: { "@ringside/ring:test": ["nx.json", …] }.
import { createRequire } from 'node:module';
import { createProjectGraphAsync, workspaceRoot } from '@nx/devkit';

const require = createRequire(import.meta.url);
const { HashPlanInspector } = require('nx/src/hasher/hash-plan-inspector');

const [target] = process.argv.slice(2);
const graph = await createProjectGraphAsync();
const inspector = new HashPlanInspector(graph, workspaceRoot);
await inspector.init();
const projects = Object.values(graph.nodes).filter(({ data }) => target in (data.targets ?? {}));
const printed = projects.map(({ name }) => {
  const id = `${name}:${target}`;
  return [id, [...(inspector.inspectTaskInputs({ project: name, target })[id]?.files ?? [])]];
});
process.stdout.write(JSON.stringify(Object.fromEntries(printed)), () => process.exit(0));
