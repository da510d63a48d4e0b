// From a proof file, and perhaps a document, to a verdict. Pure: trust material, clock and signature verifier are arguments.

import type { ChainFamily, Checkpoint, Point, Profile, ProvenInclusion, VerifiedHeader } from '../chain/chain.ts';
import type { DigestAlgorithm, RecordRule } from '../chain/record-rule.ts';
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
import type { BlockRef, DigestPicture, Fact, PackRef, SubjectFile, Verdict } from './verdict.ts';

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
    await checkInclusion(report, input, found);
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
  reportDigest(report, document);
  if (!document?.digest) report.set('digest', 'not-applicable', 'finding/no-document');
  report.set('status-after', 'unknown', 'finding/no-status');
  report.set('recorder', 'unknown', 'finding/no-recorder');
  report.set('across-chains', 'unknown', 'finding/not-across');
  report.set('witnessed', 'unknown', 'finding/no-witness');
}

/** Computed here from a document's bytes, by both hash functions; a pasted digest is only repeated. */
function reportDigest(report: Report, document: SubjectFile | undefined): void {
  if (!document?.digest) return;
  const given = bytesFact('fact/document-digest', document.digest);
  if (document.sm3 === undefined) report.pass('digest', 'finding/digest-given', {}, [given]);
  else report.pass('digest', 'finding/digest-computed', {}, [given, bytesFact('fact/document-sm3', document.sm3)]);
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

async function checkInclusion(report: Report, input: VerifyInput, found: Findings): Promise<void> {
  const { trust, proof, verifier } = input;
  const { family, profile, rule } = trust;
  const header = found.route!.header;
  let proven: ProvenInclusion;
  try {
    proven = await runRule(family.records.checkProof(profile, header, proof.record, rule), verifier);
  } catch (error) {
    report.fail('in-block', error);
  }
  found.proven = proven;
  const facts = [
    bytesFact('fact/record-bytes', toHex(proven.content)),
    bytesFact('fact/record-hash', toHex(proven.recordHash)),
    bytesFact('fact/merkle-root', toHex(proven.root)),
    ...(proven.facts ?? []).map(({ name, value }) => ({ name: `fact/${name}`, value })),
  ];
  const position = {
    height: header.height,
    position: proven.index + 1n,
    total: proven.total ?? 0n,
    steps: proven.steps.length,
  };
  report.pass('in-block', proven.total === undefined ? 'finding/in-block-place' : 'finding/in-block', position, facts);
  noteSender(report, proven);
  found.record = readRecord(report, input, proven);
}

/** Whose key signed the transaction, where the chain shows it. Who holds that key is another question. */
function noteSender(report: Report, proven: ProvenInclusion): void {
  const sender = senderIn(proven);
  if (sender) report.set('recorder', 'unknown', 'finding/recorder-address', { address: sender });
}

function senderIn({ facts }: ProvenInclusion): string | undefined {
  const value = facts?.find(({ name }) => name === 'sender')?.value;
  return value?.kind === 'bytes' ? value.hex : undefined;
}

/** What the pack's rule finds in the transaction. Without a rule the transaction is shown for itself, and fits no document. */
function readRecord(report: Report, { trust, proof, document }: VerifyInput, proven: ProvenInclusion) {
  const { family, profile, rule } = trust;
  if (!rule && document) report.fail('digest-equals-record', new MingzhengError('record/no-rule'));
  if (!rule) return undefined;
  const record = family.records.recordIn(profile, rule, proof.record);
  if (!record) report.fail('digest-equals-record', new MingzhengError('record/not-a-record'));
  const { id, algorithm, digest } = record;
  return { id, algorithm, digest: toHex(digest), transactionHash: toHex(proven.recordHash) };
}

function checkExecution(report: Report, { trust, proof }: VerifyInput, found: Findings): void {
  const { family, profile } = trust;
  const header = headerOfResults(family, found.route!);
  if (!header || (!proof.execution && !found.proven!.execution)) {
    report.set('executed', 'unknown', 'finding/execution-not-shown');
    return;
  }
  try {
    const { succeeded, code, root } =
      found.proven!.execution ?? family.records.checkExecution(profile, header, proof.execution!, proof.record);
    if (!succeeded) throw new MingzhengError('record/failed-on-chain', { code });
    found.executed = true;
    report.pass('executed', 'finding/executed', { height: header.height }, [
      bytesFact('fact/results-root', toHex(root)),
    ]);
  } catch (error) {
    report.fail('executed', error);
  }
}

/** Some chains show results in the record's own header, some in the next. */
function headerOfResults({ records }: ChainFamily, { header, next }: Route): VerifiedHeader | undefined {
  return records.resultsHeight === 0n ? header : next;
}

function checkDigest(report: Report, { document }: VerifyInput, found: Findings): void {
  const own = found.record && digestOf(document, found.record.algorithm);
  if (!found.record || own === undefined) {
    const why = found.record ? 'finding/no-document' : 'finding/no-record-rule';
    report.set('digest-equals-record', 'not-applicable', why);
    return;
  }
  const { digest, transactionHash } = found.record;
  const id = found.record.id || transactionHash;
  found.sameDigest = bytesEqual(fromHex(own), fromHex(digest));
  // A digest that somebody pasted may have been made by another function: it contradicts nothing.
  if (!found.sameDigest && document?.sm3 === undefined && found.record.algorithm !== 'sha256')
    report.fail('digest-equals-record', new MingzhengError('record/digest-kind-unknown'));
  const facts = [
    bytesFact('fact/document-digest', own, !found.sameDigest),
    bytesFact('fact/record-digest', digest, !found.sameDigest),
  ];
  const code = found.sameDigest ? 'finding/digest-same' : 'finding/digest-differs';
  report.set('digest-equals-record', found.sameDigest ? 'pass' : 'fail', code, { id }, facts);
}

/** Of a pasted digest nobody knows what made it: it is compared as it is. */
function digestOf(document: SubjectFile | undefined, algorithm: DigestAlgorithm): string | undefined {
  return algorithm === 'sm3' ? (document?.sm3 ?? document?.digest) : document?.digest;
}

type Conclusion = Pick<Verdict, 'outcome' | 'code' | 'values'>;

/** What the verdict speaks of. */
function subjectOf({ record, sameDigest }: Findings): 'transaction' | 'other-record' | 'document' | 'record' {
  if (!record) return 'transaction';
  if (sameDigest === undefined) return 'record';
  return sameDigest ? 'document' : 'other-record';
}

function conclude({ trust }: VerifyInput, found: Findings): Conclusion {
  const values = { chain: trust.profile.chainId, height: found.route!.header.height };
  const differs = found.sameDigest === false;
  const subject = subjectOf(found);
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
  const compared = found.record ? 'limit/no-document' : 'limit/no-record-rule';
  const who = found.proven && senderIn(found.proven) ? 'limit/who-behind-sender' : 'limit/not-who';
  return ['limit/not-before-chain', who, ...(found.sameDigest === undefined ? [compared] : [])];
}

function verification(input: VerifyInput, report: Report, found: Findings, conclusion: Conclusion): Verification {
  return { verdict: verdict(input, report, found, conclusion), hashes: found.route?.hashes ?? new Map() };
}

function blockRef(family: ChainFamily, { height, hash, time }: Point): BlockRef {
  const isClaimed = family.time === 'claimed';
  return { height, hash: toHex(hash), ...time, ...(isClaimed && { timeClaimed: true as const }) };
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
    asOf: top && blockRef(trust.family, top),
    recordBlock: route && blockRef(trust.family, route.header),
    record,
    limits: [...limitsOf(found, conclusion), ...(found.proven ? trust.family.records.limits(trust.profile) : [])],
    checks: report.checks(),
    merkle: proven && merklePicture(proven),
    quorum: top && quorum && quorumPicture(top.height, quorum, trust.names),
    trust: route && found.quorums && trustPicture(route, found.quorums),
    digests: digestPicture(document, record),
    canSave: proven !== undefined,
    checkedAt: now,
  };
}

const ALGORITHM_NAMES: Readonly<Record<DigestAlgorithm, string>> = { sha256: 'SHA-256', sm3: 'SM3' };

function digestPicture(document: SubjectFile | undefined, record: Verdict['record']): DigestPicture | undefined {
  const own = record && digestOf(document, record.algorithm);
  return record && own !== undefined
    ? { algorithm: ALGORITHM_NAMES[record.algorithm], document: own, record: record.digest }
    : undefined;
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
  reportDigest(report, subject.document);
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
