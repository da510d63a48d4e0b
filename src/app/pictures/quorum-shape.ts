// The half circle of a quorum: each member's share of the power as an arc, those who signed first. Pure geometry.
import type { SignatureState, Signer } from '../../worker/api.ts';

const ORDER: readonly SignatureState[] = ['signed', 'not-checked', 'nil', 'absent', 'wrong'];
const CENTRE = { x: 220, y: 206 };
const OUTER = 196;
const INNER = 150;
/** Half of the gap between two segments, in units of the drawing; less where segments are very thin. */
const HALF_GAP = 2;

export interface Segment {
  readonly signer: Signer;
  /** Shares of the total, from 0 to 1. */
  readonly from: number;
  readonly to: number;
}

/** Signed first, then by power: what matters is how far the signed part reaches. */
export function orderSigners(signers: readonly Signer[]): Signer[] {
  return [...signers].sort((a, b) => {
    const byState = ORDER.indexOf(a.state) - ORDER.indexOf(b.state);
    return byState !== 0 ? byState : Number(b.power - a.power);
  });
}

export function segments(signers: readonly Signer[], totalPower: bigint): Segment[] {
  let sum = 0n;
  return orderSigners(signers).map((signer) => {
    const from = share(sum, totalPower);
    sum += signer.power;
    return { signer, from, to: share(sum, totalPower) };
  });
}

export function share(part: bigint, whole: bigint): number {
  return whole > 0n ? Number((part * 1_000_000n) / whole) / 1_000_000 : 0;
}

export function at(fraction: number, radius: number): { x: number; y: number } {
  const angle = Math.PI * (1 - fraction);
  return { x: CENTRE.x + radius * Math.cos(angle), y: CENTRE.y - radius * Math.sin(angle) };
}

/** The outline of one segment, narrowed by the gap to its neighbours. */
export function segmentPath({ from, to }: Pick<Segment, 'from' | 'to'>): string {
  const gap = (radius: number) => Math.min(HALF_GAP / (Math.PI * radius), (to - from) / 4);
  const [a, b] = [at(from + gap(OUTER), OUTER), at(to - gap(OUTER), OUTER)];
  const [c, d] = [at(to - gap(INNER), INNER), at(from + gap(INNER), INNER)];
  return `M${num(a.x)} ${num(a.y)}A${OUTER} ${OUTER} 0 0 1 ${num(b.x)} ${num(b.y)}L${num(c.x)} ${num(c.y)}A${INNER} ${INNER} 0 0 0 ${num(d.x)} ${num(d.y)}Z`;
}

/** How near a number may stand to the mark that crosses the ring, as a share of the half circle. */
const MARK_ROOM = 0.03;

/** Where the number of a segment stands: in its middle, or aside where the mark crosses just there. */
export function labelPoint({ from, to }: Pick<Segment, 'from' | 'to'>, mark: number): { x: number; y: number } {
  const middle = (from + to) / 2;
  const aside = middle < mark ? Math.max(from, mark - MARK_ROOM) : Math.min(to, mark + MARK_ROOM);
  return at(Math.abs(middle - mark) < MARK_ROOM ? aside : middle, (OUTER + INNER) / 2);
}

/** Whether a number fits into its segment, also in the larger type of a phone. */
export function fits(label: string, { from, to }: Pick<Segment, 'from' | 'to'>): boolean {
  return (to - from) * Math.PI * ((OUTER + INNER) / 2) >= 12 * label.length + 4;
}

function num(value: number): string {
  return value.toFixed(1);
}
