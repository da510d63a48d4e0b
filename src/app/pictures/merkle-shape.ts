// Where the nodes of a Merkle path stand. Pure geometry: the tree's shape computed from index and total, leaves on one line,
// a node midway between its children. Trees too wide to draw whole, and those whose size the proof does not show, are drawn
// as the path and its siblings only.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedNode extends Point {
  /** path: from the record to the root. sibling: given by the proof. other: not needed, drawn for the shape. */
  readonly kind: 'path' | 'sibling' | 'other';
  /** Steps from the leaf: numbers on the path, letters on the siblings. */
  readonly label: string;
  /** A sibling that stands for more than one leaf, not drawn. */
  readonly folded: boolean;
  /** How many siblings of one level this mark stands for, where one mark stands for all on its side. */
  readonly count?: number;
}

export interface PlacedEdge {
  readonly from: Point;
  readonly to: Point;
  readonly kind: 'path' | 'sibling' | 'other';
}

export interface MerkleShape {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly leaf: Point;
  readonly root: Point;
  readonly radius: number;
}

/** How many siblings stand left and right of the path's node on one step; neither where the node is hashed alone. */
export interface StepShape {
  readonly left: number;
  readonly right: number;
}

export interface PathInput {
  readonly tree: 'rfc6962' | 'pairs' | 'sixteen';
  readonly index: bigint;
  /** Leaves of the tree, where they are known. */
  readonly total?: bigint;
  readonly steps: readonly StepShape[];
}

type Node = Pick<PlacedNode, 'kind' | 'label' | 'folded' | 'count'>;
type Tree = Node & {
  /** Level in the drawing, 0 at the leaves. */
  readonly level: number;
  readonly children: readonly Tree[];
};

const WIDTH = 440;
const TOP = 100;
const FOOT = 106;
const MAX_LEAVES_DRAWN = 16n;

export function merkleShape(input: PathInput): MerkleShape {
  const tree = treeOf(input);
  const row = Math.max(34, Math.min(70, 480 / Math.max(1, tree.level)));
  const place = placer(tree, row);
  const nodes: PlacedNode[] = [];
  const edges: PlacedEdge[] = [];
  collect(tree, place, nodes, edges);
  const leaf = nodes.find((node) => node.kind === 'path' && node.label === '0') ?? { x: WIDTH / 2, y: TOP };
  const height = TOP + tree.level * row + FOOT;
  return { width: WIDTH, height, nodes, edges, leaf, root: place(tree), radius: radiusOf(tree, row) };
}

/** Smaller where rows are low or columns narrow, so that no two marks touch. */
function radiusOf(tree: Tree, row: number): number {
  return Math.min(row < 50 ? 12 : 15, WIDTH / endsOf(tree).length / 2);
}

function treeOf({ tree, index, total, steps }: PathInput): Tree {
  if (tree === 'sixteen' || total === undefined || index >= total || total > MAX_LEAVES_DRAWN)
    return foldedTree(tree, steps);
  const expected = stepsOf(tree, index, total);
  const isTree =
    expected.length === steps.length &&
    expected.every(({ left, right }, i) => left === steps[i]!.left && right === steps[i]!.right);
  return isTree ? wholeTree(tree, Number(index), Number(total)) : foldedTree(tree, steps);
}

/**
 * What stands beside each node of a path, from the leaf up, in a tree built by pairs. A last node without a neighbour goes up
 * as it is in RFC 6962 (2.1: the same tree as splitting at the largest power of two), and is hashed alone in FISCO BCOS 3.x.
 */
export function stepsOf(tree: 'rfc6962' | 'pairs', index: bigint, total: bigint): StepShape[] {
  const steps: StepShape[] = [];
  for (let [place, count] = [index, total]; count > 1n; [place, count] = [place / 2n, (count + 1n) / 2n]) {
    const step = { left: Number(place % 2n), right: place % 2n === 0n && place + 1n < count ? 1 : 0 };
    if (tree === 'pairs' || step.left + step.right > 0) steps.push(step);
  }
  return steps;
}

/** The whole tree, built level by level as it is hashed; what lies on the path or beside it is marked on the way. */
function wholeTree(tree: 'rfc6962' | 'pairs', index: number, total: number): Tree {
  let level: Tree[] = Array.from({ length: total }, () => ({ ...OTHER, level: 0, children: [] }));
  let [place, step, marks] = [index, 0, 0];
  while (level.length > 1) {
    const beside = place % 2 === 0 ? place + 1 : place - 1;
    const isAlone = beside === level.length;
    level = pairUp(
      level.map((node, i) => (i === place ? onPath(node, step) : i === beside ? given(node, marks) : node)),
      tree,
    );
    place = Math.floor(place / 2);
    if (!isAlone) marks++;
    if (!isAlone || tree === 'pairs') step++;
  }
  return onPath(level[0]!, step);
}

const OTHER: Node = { kind: 'other', label: '', folded: false };

function onPath(node: Tree, step: number): Tree {
  return { ...node, kind: 'path', label: String(step) };
}

function given(node: Tree, mark: number): Tree {
  return { ...node, kind: 'sibling', label: letter(mark) };
}

function pairUp(level: readonly Tree[], tree: 'rfc6962' | 'pairs'): Tree[] {
  return Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
    const children = level.slice(2 * i, 2 * i + 2);
    return children.length === 1 && tree === 'rfc6962' ? children[0]! : withChildren(OTHER, children);
  });
}

function withChildren(node: Node, children: readonly Tree[]): Tree {
  return { ...node, level: 1 + Math.max(...children.map((child) => child.level)), children };
}

/** Path and siblings only; each sibling stands at the level of the path node beside it. */
function foldedTree(tree: PathInput['tree'], steps: readonly StepShape[]): Tree {
  let node: Tree = { kind: 'path', label: '0', folded: false, level: 0, children: [] };
  let marks = 0;
  steps.forEach(({ left, right }, step) => {
    const beside = (count: number): Tree[] => {
      if (count === 0) return [];
      const mark = { kind: 'sibling', label: letter(marks++), folded: step > 0, level: step, children: [] } as const;
      return [tree === 'sixteen' ? { ...mark, count } : mark];
    };
    const children = [...beside(left), node, ...beside(right)];
    node = { kind: 'path', label: String(step + 1), folded: false, level: step + 1, children };
  });
  return node;
}

/** a, b, … z, a1, b1, … */
export function letter(step: number): string {
  const round = Math.floor(step / 26);
  return String.fromCharCode(97 + (step % 26)) + (round === 0 ? '' : String(round));
}

/** Columns are counted over the nodes without children, from left to right. */
function placer(tree: Tree, row: number): (node: Tree) => Point {
  const columns = endsOf(tree);
  const x = (node: Tree): number => {
    if (node.children.length > 0) return node.children.reduce((sum, child) => sum + x(child), 0) / node.children.length;
    return ((columns.indexOf(node) + 0.5) * WIDTH) / Math.max(columns.length, 3) + offset(columns.length);
  };
  return (node) => ({ x: x(node), y: TOP + (tree.level - node.level) * row });
}

/** One or two leaves stand in the middle, not at the left. */
function offset(columns: number): number {
  return columns >= 3 ? 0 : ((3 - columns) * WIDTH) / 6;
}

function endsOf(tree: Tree): Tree[] {
  return tree.children.length === 0 ? [tree] : tree.children.flatMap(endsOf);
}

function collect(tree: Tree, place: (node: Tree) => Point, nodes: PlacedNode[], edges: PlacedEdge[]): void {
  const { kind, label, folded, count, children } = tree;
  nodes.push({ ...place(tree), kind, label, folded, ...(count !== undefined && { count }) });
  for (const child of children) {
    edges.push({ from: place(child), to: place(tree), kind: child.kind });
    collect(child, place, nodes, edges);
  }
}
