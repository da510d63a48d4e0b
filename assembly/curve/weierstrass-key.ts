// Keys on y^2 = x^3 + ax + b as bytes.
import { areEqual, isOdd, multiply, oneOf, readElement, square, squareRoot } from './field';
import { combine, NUMBER } from './limbs';

/** x^3 + ax + b. */
function rightSide<C>(o: usize, x: usize): void {
  const curve = changetype<C>(0);
  square<C>(o, x);
  if (curve.isMinus3()) combine(o, 1, o, -3, oneOf<C>(), 0, x);
  multiply<C>(o, o, x);
  combine(o, 1, o, 1, curve.curve(), 0, x);
}

/** x || y at `bytes` as a point; false unless both are below p and it is on the curve. */
export function decodePlain<C>(point: usize, bytes: usize): bool {
  const isBelow = readElement<C>(point, bytes, true) && readElement<C>(point + NUMBER, bytes + 32, true);
  rightSide<C>(RIGHT, point);
  square<C>(LEFT, point + NUMBER);
  return isBelow && areEqual<C>(LEFT, RIGHT);
}

/** x at `bytes` and the parity of y as a point; false unless x is below p and there is such a y. */
export function decodeCompressed<C>(point: usize, bytes: usize, isOddY: bool): bool {
  const isBelow = readElement<C>(point, bytes, true);
  return liftX<C>(point, isOddY) && isBelow;
}

/** Completes a point of which x stands there; false where no y fits. No point has y = 0, since the order is odd. */
export function liftX<C>(point: usize, isOddY: bool): bool {
  const y = point + NUMBER;
  rightSide<C>(RIGHT, point);
  const isSquare = squareRoot<C>(y, RIGHT);
  if (isOdd<C>(y) != isOddY) combine(y, -1, y, 0, y, 0, y);
  return isSquare;
}

const LEFT: usize = memory.data(48, 16);
const RIGHT: usize = memory.data(48, 16);
