// The clock with a floor: the machine's clock is the person's to set, but it cannot be earlier than the build, the newest
// pack and the newest verified header.
import type { Clock } from '../client/ports.ts';
import { compareTime, fromNanos, type Time } from '../codec/time.ts';

export class FlooredClock implements Clock {
  #floor: Time;

  constructor(
    floor: Time,
    private readonly nowMs: () => number,
  ) {
    this.#floor = floor;
  }

  now(): Time {
    const machine = fromNanos(BigInt(this.nowMs()) * 1_000_000n);
    return compareTime(machine, this.#floor) < 0 ? this.#floor : machine;
  }

  /** Moves the floor up; an earlier time is ignored. */
  raise(time: Time): void {
    if (compareTime(time, this.#floor) > 0) this.#floor = time;
  }

  get floor(): Time {
    return this.#floor;
  }
}
