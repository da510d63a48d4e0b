// A Merkle path in words: the names of the siblings on each step, which are those of the drawing, and what is hashed.
import type { MerklePicture } from '../../worker/api.ts';
import { letter } from './merkle-shape.ts';

export interface MerkleStep {
  readonly siblings: readonly { readonly name: string; readonly hash: string }[];
  /** For example `2 = H(a1 ‖ a2 ‖ 1 ‖ b1)`. */
  readonly formula: string;
  readonly node: string;
}

/** Siblings are named in the order in which they are hashed; where one mark stands for several, they are numbered. */
export function merkleSteps({ tree, levels, path }: MerklePicture): MerkleStep[] {
  let marks = 0;
  return levels.map(({ left, right }, step) => {
    const named = (hashes: readonly string[]) => {
      if (hashes.length === 0) return [];
      const mark = letter(marks++);
      return hashes.map((hash, i) => ({ name: tree === 'sixteen' ? `${mark}${i + 1}` : mark, hash }));
    };
    const [before, after] = [named(left), named(right)];
    const parts = [...before.map(({ name }) => name), String(step), ...after.map(({ name }) => name)];
    const formula = `${step + 1} = H(${parts.join(' ‖ ')})`;
    return { siblings: [...before, ...after], formula, node: path[step + 1] ?? '' };
  });
}
