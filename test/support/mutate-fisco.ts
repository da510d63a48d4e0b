// What tests of the FISCO BCOS rules share: a step and the code it ends with, a verifier with a memory, ways to change a block
// so that only one rule is broken, and a talk with a node that may lie.
import { type How, markVerified, type Rule, type Step } from '../../src/chain/chain.ts';
import type { Conversation, RpcCall } from '../../src/chain/conversation.ts';
import { makeLightBlock } from '../../src/chain/fisco-bcos/json.ts';
import type {
  FiscoHeader,
  FiscoLightBlock,
  HeaderV2,
  HeaderV3,
  SealerSignature,
} from '../../src/chain/fisco-bcos/model.ts';
import type { FiscoProfile } from '../../src/chain/fisco-bcos/profile.ts';
import { classifyRefusal } from '../../src/chain/fisco-bcos/rpc.ts';
import { advance, anchor } from '../../src/chain/fisco-bcos/rules.ts';
import { runRule } from '../../src/chain/run-rule.ts';
import { toHex } from '../../src/codec/bytes.ts';
import { parseJson } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';
import type { Time } from '../../src/codec/time.ts';
import type { SignatureClaim, SignatureVerifier } from '../../src/crypto/claim.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import type { FiscoChain } from './make-fisco.ts';
import { nodeReply } from './make-fisco-node.ts';

/** The program's own verifier, asked the same claim only once: an SM2 signature costs milliseconds. */
export class RememberingVerifier implements SignatureVerifier {
  readonly #answers = new Map<string, boolean>();

  async verify(claims: readonly SignatureClaim[]): Promise<boolean[]> {
    const answers: boolean[] = [];
    for (const claim of claims) answers.push(await this.#answer(claim));
    return answers;
  }

  async #answer(claim: SignatureClaim): Promise<boolean> {
    const id = [claim.scheme, ...[claim.publicKey, claim.message, claim.signature].map(toHex)].join('/');
    const known = this.#answers.get(id) ?? (await localVerifier.verify([claim]))[0]!;
    this.#answers.set(id, known);
    return known;
  }
}

export const rememberingVerifier = new RememberingVerifier();

/** The four kinds of chain. */
export const KINDS = [
  { kind: '3.x, SM', generation: 3, cryptography: 'national' },
  { kind: '3.x, ECDSA', generation: 3, cryptography: 'international' },
  { kind: '2.x, SM', generation: 2, cryptography: 'national' },
  { kind: '2.x, ECDSA', generation: 2, cryptography: 'international' },
] as const;
export type Kind = (typeof KINDS)[number];

export const KINDS_OF_3 = KINDS.filter(({ generation }) => generation === 3);

/** Runs a rule; `accepted`, or the code of the refusal. */
export async function codeOfStep(rule: Rule<Step<FiscoLightBlock>>): Promise<string> {
  const step = await runRule(rule, rememberingVerifier);
  return step.kind === 'accepted' ? 'accepted' : step.error.code;
}

export function trust(block: FiscoLightBlock, how: How = 'signed') {
  return markVerified(block, how);
}

/** One step from a trusted block; `accepted`, or the code of the refusal. */
export function stepCode(
  profile: FiscoProfile,
  trusted: FiscoLightBlock,
  target: FiscoLightBlock,
  now: Time,
): Promise<string> {
  return codeOfStep(advance(profile, trust(trusted), target, now));
}

/** Believing a block because a pack names it; `accepted`, or the code of the refusal. */
export function anchorCode(profile: FiscoProfile, block: FiscoLightBlock): Promise<string> {
  return codeOfStep(anchor(profile, { height: block.height, hash: block.hash }, block));
}

export type HeaderChange = Partial<HeaderV3> | Partial<HeaderV2>;

/** The block with other header fields: hash and sealers follow from them, signatures and proofs are as they were. */
export function withHeader(
  profile: FiscoProfile,
  { header, signatures, setChange, claimedHash }: FiscoLightBlock,
  change: HeaderChange,
): FiscoLightBlock {
  const more = { ...(setChange && { setChange }), ...(claimedHash && { claimedHash }) };
  return makeLightBlock(profile, { ...header, ...change } as FiscoHeader, signatures, more);
}

/** The block with one entry of its signature list changed. */
export function withSignature(
  block: FiscoLightBlock,
  place: number,
  change: Partial<SealerSignature>,
): FiscoLightBlock {
  const signatures = block.signatures.map((entry, i) => (i === place ? { ...entry, ...change } : entry));
  return { ...block, signatures };
}

/** JSON as it comes out of a file or a node. */
export const readerOf = (value: unknown): Reader => Reader.of(parseJson(JSON.stringify(value)));

/** Changes what a node of a made chain answers; undefined leaves it as it is. */
export type Lie = (call: RpcCall, reply: unknown) => unknown;

/** A talk with the node of a made chain, and the calls that were made. A refusal is thrown as the family classifies it. */
export function talk<T>(chain: FiscoChain, conversation: Conversation<T>, lie?: Lie): { result: T; calls: RpcCall[] } {
  const calls: RpcCall[] = [];
  let next = conversation.next();
  while (!next.done) {
    calls.push(next.value);
    next = conversation.next(answer(chain, next.value, lie));
  }
  return { result: next.value, calls };
}

/** As the client's transport gives it to a conversation: what is no object stands in `value`. */
function answer(chain: FiscoChain, call: RpcCall, lie?: Lie): Reader {
  const reply = nodeReply(chain, call.method, call.params as unknown[]);
  if ('error' in reply)
    throw classifyRefusal({ code: BigInt(reply.error.code), message: reply.error.message, data: '' });
  const result = lie?.(call, structuredClone(reply.result)) ?? reply.result;
  const isObject = typeof result === 'object' && result !== null;
  return readerOf(isObject ? result : { value: result });
}

/** A copy of a plain object with other members; undefined takes one away. */
export function withMembers(value: unknown, members: object): object {
  return Object.fromEntries(
    Object.entries({ ...(value as object), ...members }).filter(([, member]) => member !== undefined),
  );
}
