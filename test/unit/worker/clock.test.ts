// The clock with a floor: a machine's clock that was set back cannot wake up old trust.
import { describe, expect, it } from 'vitest';
import { parseTime } from '../../../src/codec/time.ts';
import { FlooredClock } from '../../../src/worker/clock.ts';

const at = (text: string) => parseTime(`2026-03-0${text}Z`);

describe('a floored clock', () => {
  it("is the machine's above the floor, and the floor below it", () => {
    let ms = Date.parse('2026-03-05T00:00:00.250Z');
    const clock = new FlooredClock(at('4T00:00:00'), () => ms);
    expect(clock.now()).toEqual(at('5T00:00:00.25'));
    ms = Date.parse('2026-03-01T00:00:00Z');
    expect(clock.now()).toEqual(at('4T00:00:00'));
  });

  it('has a floor that only rises', () => {
    const clock = new FlooredClock(at('4T00:00:00'), () => 0);
    clock.raise(at('3T00:00:00'));
    expect(clock.floor).toEqual(at('4T00:00:00'));
    clock.raise(at('4T00:00:00.000000001'));
    expect(clock.now()).toEqual(at('4T00:00:00.000000001'));
  });

  it('keeps nanoseconds of the floor, though the machine counts milliseconds', () => {
    const floor = at('4T00:00:00.123456789');
    const clock = new FlooredClock(floor, () => Date.parse('2026-03-04T00:00:00.123Z'));
    expect(clock.now()).toEqual(floor);
  });
});
