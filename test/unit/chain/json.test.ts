// CometBFT's JSON, as nodes of different versions print it: what is taken in several spellings, and what is not.
import { describe, expect, it } from 'vitest';
import {
  readBlockId,
  readCommit,
  readHeader,
  readPublicKey,
  readValidator,
  withGoAbsentTimes,
} from '../../../src/chain/cometbft/json.ts';
import { commitToJson, headerToJson, validatorToJson } from '../../../src/chain/cometbft/json-out.ts';
import { toBase64 } from '../../../src/codec/bytes.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { isZeroTime } from '../../../src/codec/time.ts';
import { makeChain } from '../../support/make-chain.ts';
import { refusal } from '../../support/mutate.ts';

const chain = makeChain({ length: 2, validators: 3, sign: (_, i) => (i === 2 ? 'absent' : 'commit') });
const read = (value: object) => Reader.of(parseJson(JSON.stringify(value)));

describe('a block id', () => {
  const hash = 'AB'.repeat(32);
  it('may be missing, null, or spelled as in protobuf', () => {
    const zero = { hash: new Uint8Array(0), partsTotal: 0, partsHash: new Uint8Array(0) };
    for (const holder of [{}, { id: null }, { id: { hash: '', parts: { total: 0, hash: '' } } }, { id: { hash: '' } }])
      expect(readBlockId(read(holder), 'id')).toEqual(zero);
    const parts = { total: 3, hash };
    expect(readBlockId(read({ id: { hash, part_set_header: parts } }), 'id')).toEqual(
      readBlockId(read({ id: { hash, parts } }), 'id'),
    );
  });

  it('has a number of parts in 32 bits', () => {
    expect(refusal(() => readBlockId(read({ id: { hash, parts: { total: 2 ** 32, hash } } }), 'id'))).toBe(
      'json/integer-range',
    );
  });
});

describe('a header', () => {
  const json = headerToJson(chain.block(2).header);
  const code = (changes: object) => refusal(() => readHeader(read({ ...json, ...changes })));

  it('comes back from what is printed, and takes a version without app', () => {
    expect(readHeader(read(json))).toEqual(chain.block(2).header);
    expect(readHeader(read({ ...json, version: { block: 11 } })).version).toEqual({ block: 11n, app: 0n });
  });

  it.each([
    ['no version', { version: null }, 'json/expected-object'],
    ['a version of 65 bits', { version: { block: '18446744073709551616' } }, 'json/integer-range'],
    ['no height', { height: null }, 'json/expected-integer'],
    ['a height of 64 bits', { height: '9223372036854775808' }, 'json/integer-range'],
    ['no time', { time: null }, 'json/expected-string'],
    ['a time without a zone', { time: '2026-01-01T00:00:00' }, 'codec/time'],
    ['no chain id', { chain_id: null }, 'json/expected-string'],
    ['a chain id of 257 characters', { chain_id: 'x'.repeat(257) }, 'json/string-too-long'],
    ['a hash in base64', { data_hash: 'q83v' }, 'codec/hex'],
    ['an app_hash of 257 bytes', { app_hash: '00'.repeat(257) }, 'json/string-too-long'],
  ])('is not read with %s', (_, changes, expected) => {
    expect(code(changes)).toBe(expected);
  });
});

describe('a commit', () => {
  const json = commitToJson(chain.block(2).commit) as { signatures: object[] };

  it('comes back from what is printed; an absent entry has no time, or that of year 1', () => {
    expect(readCommit(read(json))).toEqual(chain.block(2).commit);
    const { timestamp, ...rest } = json.signatures[2] as { timestamp: string };
    expect(timestamp).toBe('0001-01-01T00:00:00Z');
    expect(readCommit(read({ ...json, signatures: [...json.signatures.slice(0, 2), rest] }))).toEqual(
      chain.block(2).commit,
    );
  });

  it('of old test data may print the missing time as 1970', () => {
    const epoch = { ...json.signatures[2], timestamp: '1970-01-01T00:00:00Z' };
    const commit = readCommit(read({ ...json, signatures: json.signatures.with(2, epoch) }));
    expect(isZeroTime(commit.signatures[2]!.time)).toBe(false);
    expect(withGoAbsentTimes(commit)).toEqual(chain.block(2).commit);
  });

  it.each([
    ['a round of 32 bits', { round: 2 ** 31 }, 'json/integer-range'],
    [
      'a signature of 129 bytes',
      { signatures: [{ ...json.signatures[0], signature: toBase64(new Uint8Array(130)) }] },
      'json/string-too-long',
    ],
    ['more than 10,000 entries', { signatures: Array(10_001).fill({}) }, 'json/too-many-items'],
    ['an entry that is no object', { signatures: [null] }, 'json/expected-object'],
  ])('is not read with %s', (_, changes, expected) => {
    expect(refusal(() => readCommit(read({ ...json, ...changes })))).toBe(expected);
  });
});

describe('a validator', () => {
  const member = chain.block(1).validators.validators[0]!;
  const json = validatorToJson(member) as { address: string; voting_power: string };

  it('has its address from its key; what the source says is kept apart', () => {
    expect(readValidator(read(json))).toEqual({ ...member, claimedAddress: member.address });
    expect(readValidator(read({ ...json, address: '00'.repeat(20) })).address).toEqual(member.address);
    expect(readValidator(read({ ...json, address: undefined })).claimedAddress).toBeUndefined();
    expect(readValidator(read({ ...json, voting_power: undefined, power: '7' })).power).toBe(7n);
    expect(refusal(() => readValidator(read({ ...json, voting_power: undefined })))).toBe('json/expected-integer');
    expect(refusal(() => readValidator(read({ ...json, voting_power: `${10n - 2n ** 64n}` })))).toBe(
      'json/integer-range',
    );
  });

  it.each([
    ['tendermint/PubKeyEd25519', 32, 'accepted'],
    ['tendermint/PubKeySecp256k1', 33, 'accepted'],
    ['tendermint/PubKeySm2', 33, 'accepted'],
    ['tendermint/PubKeySr25519', 32, 'accepted'],
    ['cometbft/PubKeyBls12_381', 96, 'accepted'],
    ['tendermint/PubKeyEd25519', 33, 'cometbft/key-length'],
    ['tendermint/PubKeySecp256k1', 32, 'cometbft/key-length'],
    ['tendermint/PubKeyEd25519', 0, 'cometbft/key-length'],
    ['tendermint/PubKeyed25519', 32, 'cometbft/key-type'],
    ['ed25519', 32, 'cometbft/key-type'],
    ['toString', 32, 'cometbft/key-type'],
    ['__proto__', 32, 'cometbft/key-type'],
  ])('with a key of type %s and %i bytes: %s', (type, length, expected) => {
    expect(refusal(() => readPublicKey(read({ type, value: toBase64(new Uint8Array(length)) })))).toBe(expected);
  });
});
