// Where the stops of a chain of trust stand: heights to scale as far as their labels leave room. Pure geometry.

export interface ScaleResult {
  readonly xs: readonly number[];
  /** Stops were set apart to be readable, so distances are not to scale. */
  readonly adjusted: boolean;
}

/** Places ascending heights between `left` and `right`, at least `gap` apart. */
export function placeHeights(heights: readonly bigint[], left: number, right: number, gap: number): ScaleResult {
  const first = heights[0] ?? 0n;
  const span = (heights.at(-1) ?? 0n) - first;
  const scaled = heights.map((height) => left + share(height - first, span) * (right - left));
  const xs = pushLeft(pushRight(scaled, gap), right, gap);
  return { xs, adjusted: xs.some((x, i) => Math.abs(x - scaled[i]!) > 1) };
}

function share(part: bigint, whole: bigint): number {
  return whole > 0n ? Number((part * 1_000_000n) / whole) / 1_000_000 : 0.5;
}

function pushRight(xs: readonly number[], gap: number): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(Math.max(x, (out.at(-1) ?? Number.NEGATIVE_INFINITY) + gap));
  return out;
}

function pushLeft(xs: readonly number[], right: number, gap: number): number[] {
  let limit = right;
  return [...xs]
    .reverse()
    .map((x) => {
      const placed = Math.min(x, limit);
      limit = placed - gap;
      return placed;
    })
    .reverse();
}

/** Keeps the ends of a long list and says how many stand between them. */
export function condense<T>(
  items: readonly T[],
  most: number,
): { head: readonly T[]; left: number; tail: readonly T[] } {
  if (items.length <= most) return { head: items, left: 0, tail: [] };
  const ends = Math.floor((most - 1) / 2);
  return { head: items.slice(0, ends), left: items.length - 2 * ends, tail: items.slice(-ends) };
}
