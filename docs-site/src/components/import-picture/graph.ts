/** What the picture needs to know of one project. */
export interface PictureNode {
  readonly name: string;
  readonly layer: string;
  readonly imports: readonly string[];
}

/** An import that is drawn. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

type Graph = ReadonlyMap<string, PictureNode>;

/** The longest chain of imports below each project; what imports nothing is at 0. Fails on a cycle, naming it. */
export function depths(nodes: readonly PictureNode[]): ReadonlyMap<string, number> {
  const graph: Graph = new Map(nodes.map((node) => [node.name, node]));
  const known = new Map<string, number>();
  const visit = (name: string, trail: readonly string[]): number => {
    const depth = known.get(name);
    if (depth !== undefined) return depth;
    if (trail.includes(name)) throw new Error(`Projects import each other: ${[...trail, name].join(' → ')}`);
    const below = importsOf(graph, name).map((target) => visit(target, [...trail, name]) + 1);
    const own = Math.max(0, ...below);
    known.set(name, own);
    return own;
  };
  for (const node of nodes) visit(node.name, []);
  return known;
}

/** The imports that no longer chain implies: fewest arrows that still show everything that can be reached. */
export function directImports(nodes: readonly PictureNode[]): readonly Import[] {
  const graph: Graph = new Map(nodes.map((node) => [node.name, node]));
  return nodes.flatMap((node) => {
    const targets = importsOf(graph, node.name);
    const implied = new Set(targets.flatMap((target) => [...reachable(graph, target)]));
    return targets.filter((target) => !implied.has(target)).map((to) => ({ from: node.name, to }));
  });
}

function importsOf(graph: Graph, name: string): readonly string[] {
  return (graph.get(name)?.imports ?? []).filter((target) => graph.has(target));
}

function reachable(graph: Graph, name: string): Set<string> {
  const seen = new Set<string>();
  const queue = [...importsOf(graph, name)];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...importsOf(graph, next));
  }
  return seen;
}
