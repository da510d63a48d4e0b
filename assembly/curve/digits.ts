// Scalars as digits with signs. Words of a scalar have zeros above bit 256.
import { bitsAt } from './limbs';

/** Bytes of a non-adjacent form, one for each bit and a few more. */
export const FORM: usize = 272;

/**
 * The non-adjacent form of a scalar: at every bit 0 or an odd digit in (-2^(width-1), 2^(width-1)), of any `width` in a row one
 * at most not 0. Gives the number of digits up to the last that is not 0.
 */
export function nonAdjacentForm(out: usize, words: usize, width: i32): i32 {
  memory.fill(out, 0, FORM);
  let carry: u32 = 0;
  let length = 0;
  let bit = 0;
  while (bit <= 256) {
    if (bitsAt(words, bit, 1) == carry) {
      bit++;
      continue;
    }
    const digit = bitsAt(words, bit, width) + carry;
    carry = (digit >> (width - 1)) & 1;
    store<i8>(out + bit, <i8>(<i32>digit - <i32>(carry << width)));
    length = bit + 1;
    bit += width;
  }
  return length;
}

/** How many windows of `bits` a scalar of 256 bits has, so that the last one has room for the carry. */
@inline export function windowsOf(bits: i32): i32 {
  return 256 / bits + 1;
}
