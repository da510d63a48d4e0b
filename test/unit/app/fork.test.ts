// Where the branches of a fork are drawn: alike, for two sides and for more.
import { describe, expect, it } from 'vitest';
import { labelSide, lanes } from '../../../src/app/pictures/fork.ts';

describe('fork picture', () => {
  it('spreads two branches evenly about the common line', () => {
    expect(lanes(2, 88, 80)).toEqual([48, 128]);
  });

  it('has room for more than two', () => {
    expect(lanes(3, 100, 80)).toEqual([20, 100, 180]);
    expect(lanes(1, 100, 80)).toEqual([100]);
  });

  it('writes above the upper and below the lower branches', () => {
    expect(labelSide(48, 88)).toBe(-1);
    expect(labelSide(128, 88)).toBe(1);
  });
});
