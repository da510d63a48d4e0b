// Verifies everything that was dropped at once: sorts, pairs, looks documents without a proof up, and compares the verdicts
// with each other, so that two proofs that exclude each other are both left undecided.
import { toHex } from '../codec/bytes.ts';
import type { Time } from '../codec/time.ts';
import { MingzhengError } from '../core/error.ts';
import type { SignatureVerifier } from '../crypto/claim.ts';
import { type Item, type Sorted, sortItem } from './intake.ts';
import { type DocumentItem, type Pair, type ProofItem, pairUp } from './pairing.ts';
import { type ProofFile, readProofFile } from './proof-file.ts';
import type { SubjectFile, Verdict } from './verdict.ts';
import { type ChainTrust, cannotTell, type LocalKnowledge, type Verification, verifyProof } from './verify.ts';

export interface BatchPorts {
  /** What is trusted about a chain; undefined where no pack names it. */
  trust(chainId: string): Promise<ChainTrust | undefined>;
  known(chainId: string): Promise<LocalKnowledge | undefined>;
  /** Proofs for a record with one of these digests, made from the sources at hand. Errors: `record/not-found`, `source/...`. */
  find(digests: readonly string[], signal: AbortSignal): Promise<readonly ProofFile[]>;
  readonly verifier: SignatureVerifier;
  now(): Time;
  nextId(): string;
  /** Called with the proof behind each verdict, so that it can be saved. */
  keep(id: string, proof: ProofFile): void;
}

export interface BatchProgress {
  readonly stage: 'hashing' | 'finding' | 'checking';
  readonly fraction: number;
  readonly item: string;
}

/** Errors: `client/cancelled`; anything else that goes wrong is in a verdict. */
export async function verifyItems(
  items: readonly Item[],
  ports: BatchPorts,
  onProgress: (progress: BatchProgress) => void,
  signal: AbortSignal,
): Promise<Verdict[]> {
  const sorted = await sortAll(items, onProgress, signal);
  const proofs = await readProofs(sorted, ports);
  const pairs = pairUp(
    [...proofs.keys()],
    sorted.filter((item): item is DocumentItem => item.kind === 'document' || item.kind === 'digest'),
    (item) => digestOf(proofs.get(item)!),
  );
  const done = sorted.flatMap((item) => (item.kind === 'unreadable' ? [unproven(unreadable(item, ports))] : []));
  for (const [i, pair] of pairs.entries()) {
    if (signal.aborted) throw new MingzhengError('client/cancelled');
    const item = pair.document?.file.name ?? pair.proof?.file.name ?? '';
    onProgress({ stage: pair.proof ? 'checking' : 'finding', fraction: 0.5 + (0.5 * i) / pairs.length, item });
    done.push(...(await verifyPair(pair, proofs, ports, signal)));
  }
  return leaveContradictionsOpen(done);
}

async function sortAll(
  items: readonly Item[],
  onProgress: (progress: BatchProgress) => void,
  signal: AbortSignal,
): Promise<Sorted[]> {
  const total = items.reduce((sum, item) => sum + item.size, 0) || 1;
  let before = 0;
  const sorted: Sorted[] = [];
  for (const item of items) {
    const report = (done: number) =>
      onProgress({ stage: 'hashing', fraction: (0.5 * (before + done)) / total, item: item.name });
    report(0);
    sorted.push(await sortItem(item, signal, report));
    before += item.size;
  }
  return sorted;
}

interface ReadProof {
  readonly proof?: ProofFile;
  readonly trust?: ChainTrust;
  readonly error?: MingzhengError;
}

async function readProofs(sorted: readonly Sorted[], ports: BatchPorts): Promise<Map<ProofItem, ReadProof>> {
  const proofs = new Map<ProofItem, ReadProof>();
  for (const item of sorted) if (item.kind === 'proof') proofs.set(item, await readOne(item, ports));
  return proofs;
}

async function readOne({ envelope }: ProofItem, ports: BatchPorts): Promise<ReadProof> {
  const trust = await ports.trust(envelope.chainId);
  if (!trust || trust.family.id !== envelope.family)
    return { error: new MingzhengError('record/unknown-chain', { chain: envelope.chainId }) };
  try {
    return { trust, proof: readProofFile(trust.family, trust.profile, envelope) };
  } catch (error) {
    return {
      trust,
      error: error instanceof MingzhengError ? error : new MingzhengError('record/unreadable', {}, error),
    };
  }
}

/** The digest that a proof speaks of, by the pack's rule; nothing is verified here. */
function digestOf({ proof, trust }: ReadProof): string | undefined {
  if (!proof || !trust?.rule) return undefined;
  try {
    const record = trust.family.records.recordIn(trust.profile, trust.rule, proof.record);
    return record && toHex(record.digest);
  } catch {
    return undefined; // the verification of this proof says what is wrong; the others go on
  }
}

function unreadable({ file, error }: Extract<Sorted, { kind: 'unreadable' }>, ports: BatchPorts): Verdict {
  return cannotTell(ports.nextId(), error, ports.now(), { document: file });
}

async function verifyPair(
  { proof: item, document }: Pair,
  proofs: ReadonlyMap<ProofItem, ReadProof>,
  ports: BatchPorts,
  signal: AbortSignal,
): Promise<Verification[]> {
  if (!item) return findAndVerify(document!.file, ports, signal);
  const { proof, trust, error } = proofs.get(item)!;
  const subject = { document: document?.file, proof: item.file };
  if (!proof || !trust) {
    const check = error?.code === 'record/unknown-chain' ? 'validators-known' : 'readable';
    return [unproven(cannotTell(ports.nextId(), error!, ports.now(), subject, check))];
  }
  return [await verifyOne(proof, trust, subject, ports)];
}

async function verifyOne(
  proof: ProofFile,
  trust: ChainTrust,
  subject: { readonly document?: SubjectFile; readonly proof?: SubjectFile },
  ports: BatchPorts,
): Promise<Verification> {
  const id = ports.nextId();
  const verification = await verifyProof({
    id,
    trust,
    proof,
    proofFile: subject.proof,
    document: subject.document,
    known: await ports.known(proof.chainId),
    verifier: ports.verifier,
    now: ports.now(),
  });
  if (verification.verdict.canSave) ports.keep(id, proof);
  return verification;
}

/** What a record of this document may hold: its digest by each hash function. */
function digestsOf({ digest, sm3 }: SubjectFile): string[] {
  return [digest, sm3].filter((item) => item !== undefined);
}

async function findAndVerify(
  document: SubjectFile & { readonly digest?: string },
  ports: BatchPorts,
  signal: AbortSignal,
): Promise<Verification[]> {
  try {
    const proofs = await ports.find(digestsOf(document), signal);
    const done: Verification[] = [];
    for (const proof of proofs) {
      const trust = await ports.trust(proof.chainId);
      if (trust) done.push(await verifyOne(proof, trust, { document }, ports));
    }
    return done;
  } catch (error) {
    if (signal.aborted) throw new MingzhengError('client/cancelled');
    const coded = error instanceof MingzhengError ? error : new MingzhengError('internal/unexpected', {}, error);
    return [unproven(cannotTell(ports.nextId(), coded, ports.now(), { document }, 'in-block'))];
  }
}

function unproven(verdict: Verdict): Verification {
  return { verdict, hashes: new Map() };
}

/** Two verified headers of one chain at one height: a fork. Neither side is taken. */
function leaveContradictionsOpen(done: readonly Verification[]): Verdict[] {
  const seen = new Map<string, string>();
  const contradicted = new Set<string>();
  for (const { verdict, hashes } of done) {
    const chain = verdict.chain?.id ?? '';
    for (const [height, hash] of hashes) {
      const key = `${height} ${chain}`;
      if (seen.has(key) && seen.get(key) !== hash) contradicted.add(chain);
      seen.set(key, hash);
    }
  }
  return done.map(({ verdict }) => (contradicted.has(verdict.chain?.id ?? '') ? undecided(verdict) : verdict));
}

function undecided(verdict: Verdict): Verdict {
  const code = 'record/two-versions';
  const values = { chain: verdict.chain!.id };
  return {
    ...verdict,
    outcome: 'cannot-tell',
    code,
    values,
    limits: ['limit/says-nothing'],
    checks: verdict.checks.map((check) => (check.id === 'final' ? { ...check, state: 'fail', code, values } : check)),
  };
}
