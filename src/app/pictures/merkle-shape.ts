// Where the nodes of a Merkle path stand. Pure geometry: RFC 6962 shape computed from index and total, leaves on one line,
// a node midway between its children. Trees too wide to draw whole show the path and its siblings only.

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

export interface PathInput {
  readonly index: bigint;
  readonly total: bigint;
  readonly sides: readonly ('left' | 'right')[];
}

type Tree = {
  readonly kind: PlacedNode['kind'];
  readonly label: string;
  readonly folded: boolean;
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

function treeOf(input: PathInput): Tree {
  const sides = rfc6962Sides(input.index, input.total);
  const isRfc6962 = sides.length === input.sides.length && sides.every((side, i) => side === input.sides[i]);
  if (isRfc6962 && input.total <= MAX_LEAVES_DRAWN) return wholeTree(input.index, input.total, sides.length);
  return foldedTree(input.sides);
}

/** The largest power of two below n: where RFC 6962 splits n leaves. */
export function splitPoint(n: bigint): bigint {
  let k = 1n;
  while (k * 2n < n) k *= 2n;
  return k;
}

/** On which side the sibling of each step stands, from the leaf up. */
export function rfc6962Sides(index: bigint, total: bigint): ('left' | 'right')[] {
  if (total <= 1n) return [];
  const k = splitPoint(total);
  return index < k ? [...rfc6962Sides(index, k), 'right'] : [...rfc6962Sides(index - k, total - k), 'left'];
}

/** `step` counts the path nodes from the leaf: the root is at `step`, its child on the path at `step - 1`. */
function wholeTree(index: bigint, total: bigint, step: number): Tree {
  const onPath = { kind: 'path', label: String(step), folded: false } as const;
  if (total === 1n) return { ...onPath, level: 0, children: [] };
  const k = splitPoint(total);
  const isLeft = index < k;
  const near = isLeft ? wholeTree(index, k, step - 1) : wholeTree(index - k, total - k, step - 1);
  const sibling = besides(isLeft ? total - k : k, 'sibling', letter(step - 1));
  return withChildren(onPath, isLeft ? [near, sibling] : [sibling, near]);
}

function besides(total: bigint, kind: 'sibling' | 'other', label: string): Tree {
  const node = { kind, label, folded: false } as const;
  if (total === 1n) return { ...node, level: 0, children: [] };
  const k = splitPoint(total);
  return withChildren(node, [besides(k, 'other', ''), besides(total - k, 'other', '')]);
}

function withChildren(node: Omit<Tree, 'level' | 'children'>, children: readonly Tree[]): Tree {
  return { ...node, level: 1 + Math.max(...children.map((child) => child.level)), children };
}

/** Path and siblings only; each sibling stands at the level of the path node beside it. */
function foldedTree(sides: readonly ('left' | 'right')[]): Tree {
  let node: Tree = { kind: 'path', label: '0', folded: false, level: 0, children: [] };
  sides.forEach((side, step) => {
    const sibling: Tree = { kind: 'sibling', label: letter(step), folded: step > 0, level: step, children: [] };
    const children = side === 'left' ? [sibling, node] : [node, sibling];
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
  const { kind, label, folded, children } = tree;
  nodes.push({ ...place(tree), kind, label, folded });
  for (const child of children) {
    edges.push({ from: place(child), to: place(tree), kind: child.kind });
    collect(child, place, nodes, edges);
  }
}
