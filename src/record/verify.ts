// From a proof file, and perhaps a document, to a verdict. Pure: trust material, clock and signature verifier are arguments.

import type { ChainFamily, Checkpoint, Profile, ProvenInclusion } from '../chain/chain.ts';
import { type RecordRule, recordIn } from '../chain/record-rule.ts';
import { runRule } from '../chain/run-rule.ts';
import type { QuorumView } from '../chain/view.ts';
import { bytesEqual, fromHex, toHex } from '../codec/bytes.ts';
import type { Time } from '../codec/time.ts';
import { MingzhengError } from '../core/error.ts';
import type { SignatureVerifier } from '../crypto/claim.ts';
import { merklePicture, quorumPicture, trustPicture } from './pictures.ts';
import type { ProofFile } from './proof-file.ts';
import { bytesFact, Failed, Report } from './report.ts';
import { followRoute, type Route } from './route.ts';
import type { BlockRef, Fact, PackRef, SubjectFile, Verdict } from './verdict.ts';

/** What a trust pack says about the chain that a proof names. */
export interface ChainTrust {
  readonly family: ChainFamily;
  readonly profile: Profile;
  readonly operator: string;
  readonly checkpoints: readonly Checkpoint[];
  readonly rule?: RecordRule;
  /** Names of validators by lower-case hex address. */
  readonly names: ReadonlyMap<string, string>;
  readonly pack: PackRef;
}

/** What this device knows of the chain beside the proof. */
export interface LocalKnowledge {
  /** Lower-case hex of the hash that was verified at a height, where there is one. */
  hash(height: bigint): Promise<string | undefined>;
  /** Height from which on the chain is frozen by a fork. */
  readonly frozenFrom?: bigint;
  /** Up to which height an independent source agrees with what is verified here. */
  readonly witnessedTo?: bigint;
}

export interface VerifyInput {
  readonly id: string;
  readonly trust: ChainTrust;
  readonly proof: ProofFile;
  readonly proofFile?: SubjectFile;
  readonly document?: SubjectFile;
  readonly known?: LocalKnowledge;
  readonly verifier: SignatureVerifier;
  readonly now: Time;
}

/** What was found on the way; filled as far as the work came. */
interface Findings {
  route?: Route;
  quorum?: QuorumView;
  /** Of every stop, in order. */
  quorums?: readonly QuorumView[];
  proven?: ProvenInclusion;
  record?: Verdict['record'];
  executed?: boolean;
  sameDigest?: boolean;
}

/** A verdict with the headers that it rests on, by height, for holding verdicts against each other. */
export interface Verification {
  readonly verdict: Verdict;
  readonly hashes: ReadonlyMap<bigint, string>;
}

/** Never throws for anything that the files contain; what goes wrong is in the verdict. */
export async function verifyProof(input: VerifyInput): Promise<Verification> {
  const report = new Report();
  const found: Findings = {};
  try {
    startReport(report, input);
    await checkRoute(report, input, found);
    await checkAgainstKnown(report, input, found);
    checkInclusion(report, input, found);
    checkExecution(report, input, found);
    checkDigest(report, input, found);
    return verification(input, report, found, conclude(input, found));
  } catch (error) {
    const failure = error instanceof Failed ? error.error : new MingzhengError('internal/unexpected', {}, error);
    return verification(input, report, found, { outcome: 'cannot-tell', code: failure.code, values: failure.values });
  }
}

function startReport(report: Report, { document, proofFile, proof }: VerifyInput): void {
  const file = document ?? proofFile;
  report.pass('readable', 'finding/file-read', { name: file?.name ?? proof.chainId, bytes: file?.size ?? 0 });
  if (document?.digest)
    report.pass('digest', 'finding/digest-computed', {}, [bytesFact('fact/document-digest', document.digest)]);
  else report.set('digest', 'not-applicable', 'finding/no-document');
  report.set('status-after', 'unknown', 'finding/no-status');
  report.set('recorder', 'unknown', 'finding/no-recorder');
  report.set('across-chains', 'unknown', 'finding/not-across');
  report.set('witnessed', 'unknown', 'finding/no-witness');
}

async function checkRoute(report: Report, input: VerifyInput, found: Findings): Promise<void> {
  const { family, profile, checkpoints, names } = input.trust;
  const { verifier, now, proof } = input;
  let route: Route;
  try {
    route = await followRoute({ family, profile, checkpoints, verifier, now }, proof);
  } catch (error) {
    const blamed = error instanceof MingzhengError ? family.concerns(error.code) : 'header';
    const check = { quorum: 'quorum', validators: 'validators-known', header: 'linked-to-signed-header' } as const;
    report.fail(check[blamed], error);
  }
  found.route = route;
  const top = route.stops.at(-1)!;
  const first = route.stops[0]!;
  found.quorums = await Promise.all(route.stops.map((stop) => runRule(family.quorum(profile, stop, false), verifier)));
  found.quorum = found.quorums.at(-1)!;
  report.pass(
    'validators-known',
    'finding/known-from-checkpoint',
    { height: first.height, steps: route.stops.length - 1 },
    [bytesFact('fact/checkpoint-hash', toHex(first.hash))],
  );
  report.pass('quorum', 'finding/quorum', quorumValues(top.height, found.quorum), signatureFacts(found.quorum, names));
  report.pass('final', 'finding/final-by-quorum');
  const isLinked = route.links > 0n;
  const linked = isLinked ? 'finding/linked' : 'finding/signed-directly';
  const signed = isLinked ? top : route.header;
  report.pass('linked-to-signed-header', linked, { height: signed.height, links: route.links }, [
    bytesFact('fact/header-hash', toHex(route.header.hash)),
    bytesFact('fact/signed-header-hash', toHex(signed.hash)),
  ]);
}

function quorumValues(height: bigint, view: QuorumView) {
  const signed = view.votes.filter((vote) => vote.state === 'signed').length;
  const { signedPower: power, totalPower: total, needed } = view;
  return { height, signed, members: view.votes.length, power, total, needed };
}

function signatureFacts(view: QuorumView, names: ReadonlyMap<string, string>): Fact[] {
  return view.votes.flatMap((vote) => {
    const name = names.get(vote.address) ?? vote.address;
    const who: Fact = { name: `fact/vote-${vote.state}`, value: { kind: 'text', text: `${name} · ${vote.power}` } };
    return vote.signature ? [who, bytesFact('fact/signature', vote.signature)] : [who];
  });
}

/** A fork, or any header of the route that differs from what was verified here, leaves the record undecided. */
async function checkAgainstKnown(report: Report, { known, trust }: VerifyInput, found: Findings): Promise<void> {
  if (!known) return;
  const { hashes, header } = found.route!;
  for (const [height, hash] of hashes) {
    if (known.frozenFrom !== undefined && height >= known.frozenFrom)
      report.fail('final', new MingzhengError('record/chain-frozen', { height: known.frozenFrom }));
    const ours = await known.hash(height);
    if (ours !== undefined && ours !== hash)
      report.fail('final', new MingzhengError('record/other-header-known', { height }), [
        bytesFact('fact/header-hash', hash, true),
        bytesFact('fact/known-header-hash', ours, true),
      ]);
  }
  const isHeld = (await known.hash(header.height)) !== undefined;
  if (isHeld && known.witnessedTo !== undefined && header.height <= known.witnessedTo)
    report.pass('witnessed', 'finding/witnessed', { chain: trust.profile.chainId });
}

function checkInclusion(report: Report, { trust, proof }: VerifyInput, found: Findings): void {
  const { family, profile, rule } = trust;
  const header = found.route!.header;
  let proven: ProvenInclusion;
  try {
    proven = family.records.checkProof(profile, header, proof.record);
  } catch (error) {
    report.fail('in-block', error);
  }
  found.proven = proven;
  const facts = [
    bytesFact('fact/record-bytes', toHex(proven.content)),
    bytesFact('fact/record-hash', toHex(proven.recordHash)),
    bytesFact('fact/merkle-root', toHex(proven.root)),
  ];
  const position = {
    height: header.height,
    position: proven.index + 1n,
    total: proven.total,
    steps: proven.steps.length,
  };
  report.pass('in-block', 'finding/in-block', position, facts);
  const record = rule && recordIn(rule, proven.content);
  if (!record) report.fail('digest-equals-record', new MingzhengError('record/not-a-record'));
  found.record = { id: record.id, digest: toHex(record.digest), transactionHash: toHex(proven.recordHash) };
}

function checkExecution(report: Report, { trust, proof }: VerifyInput, found: Findings): void {
  const next = found.route!.next;
  if (!proof.execution || !next) {
    report.set('executed', 'unknown', 'finding/execution-not-shown');
    return;
  }
  try {
    const { succeeded, code, root } = trust.family.records.checkExecution(next, proof.execution, proof.record);
    if (!succeeded) throw new MingzhengError('record/failed-on-chain', { code });
    found.executed = true;
    report.pass('executed', 'finding/executed', { height: next.height }, [bytesFact('fact/results-root', toHex(root))]);
  } catch (error) {
    report.fail('executed', error);
  }
}

function checkDigest(report: Report, { document }: VerifyInput, found: Findings): void {
  const { id, digest } = found.record!;
  if (!document?.digest) {
    report.set('digest-equals-record', 'not-applicable', 'finding/no-document');
    return;
  }
  found.sameDigest = bytesEqual(fromHex(document.digest), fromHex(digest));
  const facts = [
    bytesFact('fact/document-digest', document.digest, !found.sameDigest),
    bytesFact('fact/record-digest', digest, !found.sameDigest),
  ];
  const code = found.sameDigest ? 'finding/digest-same' : 'finding/digest-differs';
  report.set('digest-equals-record', found.sameDigest ? 'pass' : 'fail', code, { id }, facts);
}

type Conclusion = Pick<Verdict, 'outcome' | 'code' | 'values'>;

function conclude({ trust }: VerifyInput, found: Findings): Conclusion {
  const values = { chain: trust.profile.chainId, height: found.route!.header.height };
  const differs = found.sameDigest === false;
  const subject = differs ? 'other-record' : found.sameDigest ? 'document' : 'record';
  // What is left out must never be worth more than what is shown: the result may be a failure.
  if (!found.executed) return { outcome: 'cannot-tell', code: `verdict/${subject}-included`, values };
  if (differs) return { outcome: 'inconsistent', code: 'verdict/digest-differs', values };
  return { outcome: 'consistent', code: `verdict/${subject}-consistent`, values };
}

/** Always said; the demo mark is shown beside it. */
function limitsOf(found: Findings, { outcome, code }: Conclusion): string[] {
  if (/-included$/.test(code)) return ['limit/execution-not-shown'];
  if (outcome === 'cannot-tell') return ['limit/says-nothing'];
  if (outcome === 'inconsistent') return ['limit/who-changed', 'limit/which-true'];
  return ['limit/not-before-chain', 'limit/not-who', ...(found.sameDigest === undefined ? ['limit/no-document'] : [])];
}

function verification(input: VerifyInput, report: Report, found: Findings, conclusion: Conclusion): Verification {
  return { verdict: verdict(input, report, found, conclusion), hashes: found.route?.hashes ?? new Map() };
}

function blockRef({ height, hash, time }: { height: bigint; hash: Uint8Array; time: Time }): BlockRef {
  return { height, hash: toHex(hash), ...time };
}

function verdict(input: VerifyInput, report: Report, found: Findings, conclusion: Conclusion): Verdict {
  const { trust, document, proofFile, now } = input;
  const { route, quorum, proven, record } = found;
  const top = route?.stops.at(-1);
  return {
    id: input.id,
    ...conclusion,
    document,
    proof: proofFile,
    chain: {
      id: trust.profile.chainId,
      family: trust.family.id,
      version: trust.profile.version,
      operator: trust.operator,
    },
    pack: trust.pack,
    asOf: top && blockRef(top),
    recordBlock: route && blockRef(route.header),
    record,
    limits: limitsOf(found, conclusion),
    checks: report.checks(),
    merkle: proven && merklePicture(proven),
    quorum: top && quorum && quorumPicture(top.height, quorum, trust.names),
    trust: route && found.quorums && trustPicture(route, found.quorums),
    digests:
      record && document?.digest
        ? { algorithm: 'SHA-256', document: document.digest, record: record.digest }
        : undefined,
    canSave: proven !== undefined,
    checkedAt: now,
  };
}

/** The verdict for something that no proof could be made for: unreadable, unknown, not found. */
export function cannotTell(
  id: string,
  error: MingzhengError,
  now: Time,
  subject: { readonly document?: SubjectFile; readonly proof?: SubjectFile } = {},
  failed: 'readable' | 'in-block' | 'validators-known' = 'readable',
): Verdict {
  const report = new Report();
  const file = subject.document ?? subject.proof;
  if (failed !== 'readable')
    report.pass('readable', 'finding/file-read', { name: file?.name ?? '', bytes: file?.size ?? 0 });
  if (subject.document?.digest)
    report.pass('digest', 'finding/digest-computed', {}, [bytesFact('fact/document-digest', subject.document.digest)]);
  const state = failed === 'in-block' ? 'unknown' : 'fail';
  report.set(failed, state, error.code, error.values);
  const { code, values } = error;
  return {
    id,
    outcome: 'cannot-tell',
    code,
    values,
    ...subject,
    limits: ['limit/says-nothing'],
    checks: report.checks(),
    canSave: false,
    checkedAt: now,
  };
}
