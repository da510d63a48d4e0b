// FISCO BCOS 3.x headers: a genesis with a later block of the same chain, changes of that block which must be refused, and a
// header of a release candidate (vectors/fisco-bcos/README.md).

import type { Step, Verified } from '../../../src/chain/chain.ts';
import { headerHash, headerPieces } from '../../../src/chain/fisco-bcos/hash.ts';
import { checkReceiptProof } from '../../../src/chain/fisco-bcos/inclusion.ts';
import { readHeader, readLightBlock, readPath } from '../../../src/chain/fisco-bcos/json.ts';
import { walkPath } from '../../../src/chain/fisco-bcos/merkle.ts';
import type { FiscoLightBlock } from '../../../src/chain/fisco-bcos/model.ts';
import { type FiscoProfile, hashOf } from '../../../src/chain/fisco-bcos/profile.ts';
import { readReceipt } from '../../../src/chain/fisco-bcos/receipt.ts';
import { advance, anchor } from '../../../src/chain/fisco-bcos/rules.ts';
import { sameSealers } from '../../../src/chain/fisco-bcos/sealers.ts';
import { claimFor } from '../../../src/chain/fisco-bcos/tally.ts';
import { runRule } from '../../../src/chain/run-rule.ts';
import { bytesEqual, concatBytes, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { hash } from '../../../src/core/hashing.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { bytesOf, rowsOf, textOf } from '../fields.ts';
import { DataFile } from '../file-tree.ts';
import { type Cryptography, cryptographyIn, fiscoProfile, sealedAnswer } from '../fisco.ts';
import type { Format, World } from '../format.ts';
import { justAfter } from '../profiles.ts';
import { allHold, answerOf, type Cases, explained } from '../report.ts';

export const fisco3Chain: Format = {
  matches: (file) => /genesis-and-block\d*\.json$/.test(file.plainName),
  async run(file, cases) {
    const data = await file.reader();
    const profile = fiscoProfile(3, cryptographyIn(textOf(data, 'crypto')));
    await cases.run('genesis', 'ok', () => genesisAnswer(profile, data.reader('genesis')));
    for (const name of [...data.object.keys()].filter((key) => /^block\d+$/.test(key))) {
      const block = data.reader(name);
      await cases.run(`${name}/sealed`, 'ok', () => sealedAnswer(profile, readLightBlock(profile, block)));
      await cases.run(`${name}/from the genesis`, 'ok', async () =>
        verdict(profile, block, await trustedGenesis(profile, data)),
      );
      await cases.run(`${name}/sealers of the genesis`, 'ok', () =>
        sealersAnswer(profile, data.reader('genesis'), block),
      );
      if (data.has('receipt'))
        await cases.run(`${name}/receipt`, 'ok', () => receiptAnswer(profile, block, data.reader('receipt')));
    }
  },
};

/** The hash is over nothing where the node set nothing, though zeros are printed; over those zeros it would be another. */
async function genesisAnswer(profile: FiscoProfile, genesis: Reader): Promise<string> {
  const header = readHeader(profile, genesis);
  const claimed = bytesOf(genesis, 'hash');
  const asPrinted = headerPieces(header)
    .with(2, new Uint8Array(96))
    .with(3, concatBytes(new Uint8Array(8), toUtf8('0')));
  return allHold({
    hash: bytesEqual(headerHash(profile, header), claimed),
    'not over what is printed': !bytesEqual(hash(hashOf(profile), concatBytes(...asPrinted)), claimed),
  });
}

async function trustedGenesis(profile: FiscoProfile, data: Reader): Promise<Verified<FiscoLightBlock>> {
  const genesis = data.reader('genesis');
  const checkpoint = { height: 0n, hash: bytesOf(genesis, 'hash') };
  const step = await runRule(anchor(profile, checkpoint, readLightBlock(profile, genesis)), localVerifier);
  if (step.kind !== 'accepted') throw step.error;
  return step.block;
}

function sealersAnswer(profile: FiscoProfile, genesis: Reader, block: Reader): string {
  const [first, later] = [readLightBlock(profile, genesis), readLightBlock(profile, block)];
  return allHold({ sealers: sameSealers(first.sealers, later.sealers) });
}

/** A step from a block that is believed, or the block's own signatures where none is at hand. */
async function verdict(profile: FiscoProfile, reader: Reader, trusted?: Verified<FiscoLightBlock>): Promise<string> {
  const block = readLightBlock(profile, reader);
  if (trusted === undefined) return sealedAnswer(profile, block);
  const step: Step<FiscoLightBlock> = await runRule(advance(profile, trusted, block, justAfter(block)), localVerifier);
  return step.kind === 'accepted' ? 'ok' : step.error.code;
}

/** The receipt and the transaction are the only ones of their block: each hash is a root. */
function receiptAnswer(profile: FiscoProfile, block: Reader, printed: Reader): string {
  const header = readHeader(profile, block);
  const receipt = readReceipt(profile, printed);
  checkReceiptProof(profile, header, { receipt, path: readPath(printed, 'txReceiptProof') });
  const transaction = bytesOf(printed, 'transactionHash');
  const walked = walkPath(hashOf(profile), 3, transaction, { kind: 'pairs', elements: [transaction] });
  return allHold({ txsRoot: bytesEqual(walked.root, header.transactionsRoot) });
}

export const fisco3Negatives: Format = {
  matches: (file) => /-negatives\.json$/.test(file.plainName),
  async run(file, cases, world) {
    const data = await file.reader();
    const origin = await originOf(file, textOf(data, 'derivedFrom'), world);
    const profile = fiscoProfile(3, cryptographyOf(origin));
    const trusted = origin && (await trustedGenesis(profile, origin));
    for (const [i, item] of rowsOf(data, 'cases').entries())
      await cases.row(`${i}`, () => checkNegative(item, i, profile, trusted, origin, cases));
  },
};

/** These vectors are of a chain with national cryptography; the file that they come from says so too. */
function cryptographyOf(origin: Reader | undefined): Cryptography {
  return origin === undefined ? 'national' : cryptographyIn(textOf(origin, 'crypto'));
}

/** The file that the cases were made from: beside this one, or anywhere in the trees. */
async function originOf(file: DataFile, path: string, world: World): Promise<Reader | undefined> {
  const name = path.split('/').at(-1)!;
  for (const tree of [file.tree, ...world.networks.trees]) {
    const found = (await tree.list()).find((each) => each === name || each.endsWith(`/${name}`));
    if (found !== undefined) return new DataFile(tree, found).reader();
  }
  return undefined;
}

async function checkNegative(
  item: Reader,
  index: number,
  profile: FiscoProfile,
  trusted: Verified<FiscoLightBlock> | undefined,
  origin: Reader | undefined,
  cases: Cases,
): Promise<void> {
  const id = `${index}/${textOf(item, 'why')}`;
  const header = item.reader('header');
  const answer = await answerOf(() => verdict(profile, header, trusted));
  const word = answer === 'ok' ? 'accept' : answer.startsWith('internal/') ? answer : 'reject';
  const expected = /accept/.test(textOf(item, 'expect')) ? 'accept' : 'reject';
  cases.expect(id, expected, word === expected ? word : explained(word, answer));
  if (!item.has('sameHash') || !item.boolean('sameHash') || origin === undefined) return;
  const original = [...origin.object.keys()].filter((key) => /^block\d+$/.test(key)).map((key) => origin.reader(key));
  const hashes = original.map((block) => toHex(bytesOf(block, 'hash')));
  await cases.run(`${id}/has the same hash`, hashes, () => toHex(headerHash(profile, readHeader(profile, header))));
}

export const fisco3ReleaseCandidate: Format = {
  matches: (file) => /rc\d*-header\.json$/.test(file.plainName),
  async run(file, cases) {
    const header = (await file.reader()).reader('header');
    const profile = fiscoProfile(3, 'international');
    const block = readLightBlock(profile, header);
    await cases.run('verdict', 'fisco/release-candidate', () => sealedAnswer(profile, block));
    const claimed = bytesOf(header, 'hash');
    cases.expect('hash by the rule of 3.0', 'other', bytesEqual(block.hash, claimed) ? 'the same' : 'other');
    const claims = block.signatures.map((entry) => claimFor(profile, { ...block, hash: claimed }, entry));
    const answers = await localVerifier.verify(claims);
    for (const [i, { index }] of block.signatures.entries())
      cases.expect(`signature of sealer ${index} over the hash that is printed`, 'true', String(answers[i]));
  },
};
