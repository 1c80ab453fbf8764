// Prints, as JSON, every task that the given targets make, with its hash and what went into it. Nothing is run.
import { createRequire } from 'node:module';
import { createProjectGraphAsync } from '@nx/devkit';

const require = createRequire(import.meta.url);
const { createTaskHasher } = require('nx/src/hasher/create-task-hasher');
const { readNxJson } = require('nx/src/config/nx-json');
const { createTaskGraph } = require('nx/src/tasks-runner/create-task-graph');

const targets = process.argv.slice(2);
const graph = await createProjectGraphAsync();
const projects = Object.keys(graph.nodes);
const tasks = createTaskGraph(graph, {}, projects, targets, undefined, {}, false);
const hasher = createTaskHasher(graph, readNxJson(), {});
const all = Object.values(tasks.tasks);
const environments = Object.fromEntries(all.map(({ id }) => [id, process.env]));
const hashes = await hasher.hashTasks(all, tasks, environments);
/** Which tasks write files that this one reads: none, those that it depends on, or all before it. */
const readsOutputs = ({ project, target }) => {
  const read = (graph.nodes[project].data.targets[target].inputs ?? []).filter((input) => input.dependentTasksOutputFiles !== undefined);
  if (read.length === 0) return 'of none';
  return read.some(({ transitive }) => transitive) ? 'of all before' : 'of direct';
};
const printed = all.map(({ id, cache, target }, index) => ({
  id,
  cache,
  readsOutputs: readsOutputs(target),
  hash: hashes[index].value,
  inputs: Object.keys(hashes[index].details.nodes),
  dependencies: tasks.dependencies[id],
}));
process.stdout.write(JSON.stringify(printed), () => process.exit(0));
