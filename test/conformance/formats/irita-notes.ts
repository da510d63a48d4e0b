// `valevents.json` and `keys.json` of an IRITA network: which sets signed from which height on, what else its light blocks must
// show, and the certificates by which validators were admitted (networks/sm/README.md section 1).
import { addressOf } from '../../../src/chain/cometbft/hash.ts';
import { type CometLightBlock, FLAG, type ValidatorSet } from '../../../src/chain/cometbft/model.ts';
import { bytesEqual, toHex } from '../../../src/codec/bytes.ts';
import type { Json } from '../../../src/codec/json.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { derFromPem, parseCertificate, type Sm2Certificate, verifyIssued } from '../../../src/crypto/x509-sm2.ts';
import { sm2Compressed, sm2PublicKey } from '../../support/sm2-sign.ts';
import { bytesOf, rowsOf, textOf } from '../fields.ts';
import type { Format } from '../format.ts';
import type { Network } from '../networks.ts';
import { allHold, type Cases } from '../report.ts';

export const validatorEvents: Format = {
  matches: (file) => file.plainName === 'valevents.json',
  async run(file, cases, world) {
    const notes = await file.reader();
    const network = await world.networks.of(file, undefined);
    if (network === undefined || network.tip === 0n) return cases.skip('', 'no light blocks beside it');
    checkSets(notes, network, cases);
    checkHeights(notes, network, cases);
  },
};

const heightsIn = (notes: Reader, key: string) =>
  notes.array(key, 100_000).map((height) => BigInt((height as { text: string }).text));

/** Every set that is listed, and no change of the set at any other height. */
function checkSets(notes: Reader, network: Network, cases: Cases): void {
  const sets = rowsOf(notes, 'sets');
  for (const item of sets) {
    const height = item.int64('height');
    const listed = item.array('validators', 10_000).map((member) => (member as readonly Json[]).map(String).join(' '));
    const found = network.setAt(height);
    if (found === undefined) cases.skip(`set at ${height}`, 'the light block is not at hand');
    else cases.expect(`set at ${height}`, sorted(listed).join(), sorted(membersOf(found)).join());
  }
  const listed = sets.map((item) => item.int64('height'));
  const changes = network.heights.filter((height) => changesAt(network, height));
  cases.expect('heights of new sets', listed.join(), [network.heights[0], ...changes].join());
}

const sorted = (texts: readonly string[]) => [...texts].sort();

function membersOf({ validators }: ValidatorSet): string[] {
  return validators.map(({ address, power }) => `${toHex(address).toUpperCase()} ${power}`);
}

function changesAt(network: Network, height: bigint): boolean {
  const [before, header] = [network.header(height - 1n), network.header(height)];
  return before !== undefined && header !== undefined && !bytesEqual(before.validatorsHash, header.validatorsHash);
}

/** A change that block H makes is in force at H + 2; it is there that IRITA's nodes refuse the results of block H. */
function checkHeights(notes: Reader, network: Network, cases: Cases): void {
  const blocks = network.heights.map((height) => network.block(height)!);
  const heightsWhere = (test: (block: CometLightBlock) => boolean) => blocks.filter(test).map(({ height }) => height);
  const madeHere = heightsWhere(({ height }) => changesAt(network, height + 2n));
  const successful = rowsOf(notes, 'events').filter((event) => event.has('code') && event.int64('code') === 0n);
  const found: Readonly<Record<string, readonly bigint[]>> = {
    block_results_refused_at: madeHere,
    nil_votes_at: heightsWhere(({ commit }) => commit.signatures.some(({ flag }) => flag === FLAG.nil)),
    rounds_above_0_at: heightsWhere(({ commit }) => commit.round > 0),
  };
  for (const [key, heights] of Object.entries(found))
    if (notes.has(key)) cases.expect(key, heightsIn(notes, key).join(), heights.join());
  const ofEvents = new Set(successful.map((event) => event.int64('height_of_tx')));
  cases.expect('events', [...ofEvents].join(), madeHere.join());
}

export const validatorKeys: Format = {
  matches: (file) => file.plainName === 'keys.json',
  async run(file, cases) {
    const data = await file.reader();
    const root = parseCertificate(derFromPem(textOf(data, 'root_certificate')));
    await cases.run('root_certificate', 'issued', () => issuedBy(root, root));
    const members = data.reader('validators');
    for (const name of members.object.keys()) await checkMember(members.reader(name), name, root, cases);
    await checkGhosts(data, root, cases);
  },
};

function issuedBy(certificate: Sm2Certificate, issuer: Sm2Certificate): string {
  verifyIssued(certificate, issuer);
  return 'issued';
}

const certificateOf = (reader: Reader, key: string) => parseCertificate(derFromPem(textOf(reader, key)));

async function checkMember(member: Reader, name: string, root: Sm2Certificate, cases: Cases): Promise<void> {
  const key = member.base64('pub_key', 64);
  const claims = {
    address: bytesEqual(addressOf('sm2', key), bytesOf(member, 'address')),
    'private key': bytesEqual(sm2Compressed(sm2PublicKey(bytesOf(member, 'priv_key_hex'))), key),
  };
  cases.expect(`${name}/key`, 'ok', allHold(claims));
  await cases.run(`${name}/certificate`, 'issued', () => issuedBy(certificateOf(member, 'certificate'), root));
  await cases.run(`${name}/key of the certificate`, toHex(key), () =>
    toHex(sm2Compressed(certificateOf(member, 'certificate').publicKey.subarray(1))),
  );
}

/** Certificates of a validator that never ran: names with PEM text, or objects that hold one. */
async function checkGhosts(data: Reader, root: Sm2Certificate, cases: Cases): Promise<void> {
  const texts = pemTexts(data.object.get('ghost_certificates'));
  for (const [i, text] of texts.entries())
    await cases.run(`ghost certificate ${i}`, 'issued', () => issuedBy(parseCertificate(derFromPem(text)), root));
}

function pemTexts(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.startsWith('-----BEGIN CERTIFICATE') ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(pemTexts);
  return value instanceof Map ? [...value.values()].flatMap(pemTexts) : [];
}
