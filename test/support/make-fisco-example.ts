// One made FISCO BCOS chain with everything that tests look for: records as inputs and events, a call that failed, a block with
// a deep tree, a change of a weight and one of the sealers, both proven.
import { hashOf } from '../../src/chain/fisco-bcos/profile.ts';
import { toUtf8 } from '../../src/codec/bytes.ts';
import { hash } from '../../src/core/hashing.ts';
import { type FiscoChain, type FiscoOptions, makeFisco, type NewBlock } from './make-fisco.ts';
import { type Call, recordCall } from './make-fisco-calls.ts';

export const DOCUMENT = toUtf8('Bill of lading 7, as signed.\n');

/** Where the record of `DOCUMENT` stands: an event and an input. */
export const RECORD = { number: 2n, index: 1, id: 'BL-7' } as const;
/** The same record as a call without an event. */
export const INPUT_RECORD = { number: 2n, index: 2, id: 'BL-7-input' } as const;
/** The same record in a call that failed. */
export const FAILED_RECORD = { number: 2n, index: 3, id: 'BL-7-failed' } as const;
/** The same record among twenty others. */
export const DEEP_RECORD = { number: 7n, index: 18, id: 'BL-7-deep' } as const;
/** In 3.x a weight changes in the block of this number, so the next one has another list. */
export const WEIGHT_CHANGE = 3n;
/** One sealer comes and one goes in this block. */
export const SEALER_CHANGE = 5n;
export const HEAD = 12n;

/** Digests by the hash function that a chain of this kind records documents by. */
export const digestFor = ({ profile }: FiscoChain, content: Uint8Array): Uint8Array =>
  hash(profile.cryptography === 'national' ? 'sm3' : 'sha256', content);

function otherCall({ profile }: FiscoChain, number: number): Call {
  const digest = hash(hashOf(profile), toUtf8(`other/${number}`));
  return recordCall(profile, `other-${number}`, digest, { sender: number % 3 });
}

function recordsOf(chain: FiscoChain): readonly Call[] {
  const digest = digestFor(chain, DOCUMENT);
  const { profile } = chain;
  return [
    otherCall(chain, 1),
    recordCall(profile, RECORD.id, digest),
    recordCall(profile, INPUT_RECORD.id, digest, { event: false }),
    recordCall(profile, FAILED_RECORD.id, digest, { status: 16n, event: false }),
    otherCall(chain, 2),
  ];
}

function deepCalls(chain: FiscoChain): readonly Call[] {
  const own = recordCall(chain.profile, DEEP_RECORD.id, digestFor(chain, DOCUMENT));
  return Array.from({ length: 21 }, (_, i) => (i === DEEP_RECORD.index ? own : otherCall(chain, i)));
}

function blockOf(chain: FiscoChain, number: bigint): NewBlock {
  const isThree = chain.profile.generation === 3;
  if (number === RECORD.number) return { calls: recordsOf(chain) };
  if (number === DEEP_RECORD.number) return { calls: deepCalls(chain) };
  if (number === SEALER_CHANGE)
    return {
      calls: [otherCall(chain, 5)],
      changes: [
        { method: 'addSealer', node: 4 },
        { method: 'remove', node: 1 },
      ],
    };
  return isThree && number === WEIGHT_CHANGE ? { changes: [{ method: 'setWeight', node: 2, weight: 3n }] } : {};
}

/** Four sealers, `HEAD` blocks; other numbers of sealers may be told. */
export function exampleFisco(options: FiscoOptions = {}): FiscoChain {
  const chain = makeFisco(options);
  for (let number = 1n; number <= HEAD; number++) chain.add(blockOf(chain, number));
  return chain;
}
