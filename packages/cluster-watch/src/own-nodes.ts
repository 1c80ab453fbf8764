import { addressesOf } from '@ringside/host';
import type { NodeFinding } from '@ringside/verdict';
import { clientAddress, type Member, type Members } from './members.ts';
import type { WatchedNode } from './own-node.ts';

/** A node beside the sidecar. */
export interface OwnNode extends WatchedNode {
  /** Its endpoint, `address:port`; rejects where the node does not answer. */
  readonly endpoint: () => Promise<string>;
  /** The members of the ring as it sees them; rejects where it does not answer. */
  readonly members: () => Promise<readonly Member[]>;
}

/** Findings of a node that answers nothing. */
const MUTE: ReadonlySet<NodeFinding> = new Set<NodeFinding>(['ended', 'refuses', 'stopped', 'silent', 'notListening', 'cqlRefuses']);

/** The nodes beside the sidecar: which endpoints they are, and what was found of them last. */
export class OwnNodes {
  readonly #nodes: readonly OwnNode[];
  readonly #endpoints = new Map<OwnNode, string>();
  readonly #found = new Map<OwnNode, NodeFinding>();
  #self: string | undefined;

  constructor(nodes: readonly OwnNode[]) {
    this.#nodes = nodes;
  }

  /**
   * What the sidecar is called: the endpoint of the first of its nodes that was known, which stays its name. A first node that is down must not keep the
   * sidecar from telling of the others.
   */
  get self(): string | undefined {
    return this.#self;
  }

  /** Whether it is known which endpoint each node is. */
  get areKnown(): boolean {
    return this.#endpoints.size === this.#nodes.length;
  }

  /** Whether an endpoint is one of these nodes. */
  has(endpoint: string): boolean {
    return [...this.#endpoints.values()].includes(endpoint);
  }

  /** The endpoint of a node, once it is known. */
  endpointOf(node: OwnNode): string | undefined {
    return this.#endpoints.get(node);
  }

  /** Notes what was found of a node. */
  note(node: OwnNode, finding: NodeFinding): void {
    this.#found.set(node, finding);
  }

  /** False while it is known that none of them answers. */
  get answer(): boolean {
    return this.#nodes.some((node) => !MUTE.has(this.#found.get(node) ?? 'unknown'));
  }

  /** The views of the ring of those that answer, in their order. */
  async views(): Promise<readonly (readonly Member[])[]> {
    const views = await Promise.allSettled(this.#nodes.map((node) => node.members()));
    return views.flatMap((view) => (view.status === 'fulfilled' ? [view.value] : []));
  }

  /** Finds out which endpoints the nodes are: each says so itself, or there is a member at its address and CQL port. */
  async identify(members: Members): Promise<void> {
    const unknown = this.#nodes.filter((node) => !this.#endpoints.has(node));
    await Promise.all(
      unknown.map(async (node) => {
        const endpoint = await node.endpoint().catch(() => endpointAt(node, members));
        if (endpoint !== undefined) this.#endpoints.set(node, endpoint);
      }),
    );
    this.#self ??= this.#nodes.flatMap((node) => this.#endpoints.get(node) ?? [])[0];
  }
}

async function endpointAt({ host, port }: OwnNode, members: Members): Promise<string | undefined> {
  const addresses = new Set(await addressesOf(host));
  return [...members].find(([, member]) => member.nativePort === port && addresses.has(clientAddress(member)))?.[0];
}
