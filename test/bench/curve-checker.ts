// Somebody who checks signatures: ours or a peer. Whoever does not tell right from wrong is not measured.
import type { Signed } from './curve-signed.ts';
import { type Contender, mustHold } from './rounds.ts';

export interface Checker {
  readonly name: string;
  /** What it is given where it cannot check what the others are given. */
  readonly signed?: readonly Signed[];
  readonly isNativeLimit?: true;
  /** Answers in order; it may throw at what is malformed. */
  check(signed: readonly Signed[]): readonly boolean[] | Promise<readonly boolean[]>;
}

/** A checker that takes one at a time, and waits for its answer. */
export function oneByOne(name: string, check: (signed: Signed) => boolean | Promise<boolean>): Checker {
  return {
    name,
    async check(signed) {
      const answers: boolean[] = [];
      for (const each of signed) {
        const answer = check(each);
        answers.push(typeof answer === 'boolean' ? answer : await answer);
      }
      return answers;
    },
  };
}

function withChangedBit(bytes: Uint8Array, at: number): Uint8Array {
  const changed = bytes.slice();
  changed[at]! ^= 1;
  return changed;
}

/** One bit is another in the message, in r, or in s. */
function spoilt(signed: Signed): Signed[] {
  const { message, signature } = signed;
  return [
    { ...signed, message: withChangedBit(message, 5) },
    { ...signed, signature: withChangedBit(signature, 20) },
    { ...signed, signature: withChangedBit(signature, 40) },
  ];
}

async function saysYes({ check }: Checker, signed: Signed): Promise<boolean> {
  try {
    return (await check([signed]))[0]!;
  } catch {
    return false; // some libraries throw where r is on no point of the curve
  }
}

/** Yes to all that are right, and no wherever one bit has changed. */
export async function mustTellRightFromWrong(checker: Checker, signed: readonly Signed[]): Promise<void> {
  const answers = await checker.check(signed);
  mustHold(answers.length === signed.length && !answers.includes(false), `${checker.name} takes right signatures`);
  for (const each of signed)
    for (const wrong of spoilt(each)) mustHold(!(await saysYes(checker, wrong)), `${checker.name} refuses wrong ones`);
}

/** Checks the next `size` at each run, from the start again after the last; it must say yes to all of them. */
export function checking({ name, check }: Checker, signed: readonly Signed[], size: number): Contender {
  let first = 0;
  return async () => {
    const next = signed.slice(first, first + size);
    first = (first + size) % signed.length;
    const started = performance.now();
    const answers = await check(next);
    const ms = performance.now() - started;
    mustHold(answers.length === size && !answers.includes(false), `${name} takes right signatures`);
    return { units: size, ms };
  };
}
