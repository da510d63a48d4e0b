// Numbers as the curve core keeps them (`assembly/curve/limbs.ts`): nine limbs of 29 bits, least first, the last with a sign.

export const LIMB_BITS = 29n;
export const LIMB = 1 << 29;
const LAST = 8;

/** The tight limbs of a number: all but the last in [0, 2^29). */
export function limbsOf(value: bigint): number[] {
  return Array.from({ length: LAST + 1 }, (_, i) => {
    const above = value >> (LIMB_BITS * BigInt(i));
    return Number(i === LAST ? above : above & (BigInt(LIMB) - 1n));
  });
}

export function valueOfLimbs(limbs: readonly number[]): bigint {
  return limbs.reduceRight((value, limb) => (value << LIMB_BITS) + BigInt(limb), 0n);
}

/** The value of largest size with these lower limbs that stays below `bound` in size, with this sign. */
export function withLastLimb(lower: readonly number[], bound: bigint, sign: 1 | -1): number[] {
  const low = valueOfLimbs(lower);
  const last = BigInt(LAST) * LIMB_BITS;
  // The largest integer q with low + q * 2^232 < bound, or the smallest with low + q * 2^232 > -bound.
  const limb = sign === 1 ? (bound - 1n - low) >> last : -((bound - 1n + low) >> last);
  return [...lower, Number(limb)];
}

/** Whether limbs 0 to 7, but for number `but`, are in [0, 2^29). */
export const isTight = (limbs: readonly number[], but = -1): boolean =>
  limbs.slice(0, LAST).every((limb, i) => i === but || (limb >= 0 && limb < LIMB));
