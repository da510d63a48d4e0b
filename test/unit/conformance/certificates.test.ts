// Certificate files and the vectors of IRITA's SM2 judged: an issuer that is not the right one, a foreign key or a wrong
// address is found and named.
import { describe, expect, it } from 'vitest';
import { addressOf, encodeValidator, makeValidatorSet } from '../../../src/chain/cometbft/hash.ts';
import { toBase64, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { hash } from '../../../src/core/hashing.ts';
import { memoryTree } from '../../conformance/memory-tree.ts';
import type { Report } from '../../conformance/report.ts';
import { runConformance } from '../../conformance/run.ts';
import { makeKey, memberOf } from '../../support/make-chain-keys.ts';
import { sm2Compressed, sm2PrivateKey, sm2PublicKey } from '../../support/sm2-sign.ts';
import { CA, makeCertificate, type Parts, pemOf } from '../crypto/make-certificate.ts';

const run = (name: string, data: object) => runConformance(memoryTree({ [name]: JSON.stringify(data) }));
const sums = (report: Report) => [report.count('passed'), report.count('failed'), report.count('skipped')];
const failedIds = (report: Report) => report.failures.map(({ id }) => id);

const pem = (parts: Parts) => pemOf(makeCertificate(parts));

const authority = (name: string): Parts => ({ subject: name, issuer: name, signer: name, extensions: [CA] });
const leaf = (name: string, issuer: string): Parts => ({ subject: name, issuer, signer: issuer });

describe('x509-sm2-*.json', () => {
  const certs = {
    gmca1: pem(authority('gmca1')),
    gmca2: pem(authority('gmca2')),
    gmsigncert1: pem(leaf('one', 'gmca1')),
    gmsigncert2: pem(leaf('two', 'gmca2')),
  };

  it('holds every certificate under every authority, by the default id and by none', async () => {
    expect(sums(await run('x509-sm2-made.json', { certs }))).toEqual([4 + 2 * 2 * 4, 0, 0]);
  });

  it('finds one that another authority issued, and one that cannot be read', async () => {
    const foreign = { ...certs, gmsigncert2: certs.gmsigncert1, gmsigncert1: 'no certificate' };
    const report = await run('x509-sm2-made.json', { certs: foreign });
    expect(failedIds(report)).toEqual(['gmsigncert1/read', 'gmsigncert2 under gmca1', 'gmsigncert2 under gmca2']);
  });
});

describe('keys.json', () => {
  const member = (name: string, parts: Partial<Parts> = {}) => {
    const secret = sm2PrivateKey(`certificate ${name}`);
    const key = sm2Compressed(sm2PublicKey(secret));
    return {
      address: toHex(addressOf('sm2', key)),
      pub_key: toBase64(key),
      priv_key_hex: toHex(secret),
      certificate: pem({ ...leaf(name, 'root'), ...parts }),
    };
  };
  const data = {
    root_certificate: pem(authority('root')),
    validators: { node0: member('node0'), node1: member('node1') },
    ghost_certificates: [pem(leaf('ghost', 'root'))],
  };

  it('holds certificates of validators under the root, and their keys against their addresses', async () => {
    expect(sums(await run('irita/keys.json', data))).toEqual([1 + 2 * 3 + 1, 0, 0]);
  });

  it('finds a foreign issuer, a foreign key and a wrong address', async () => {
    const validators = {
      node0: member('node0', { signer: 'other' }),
      node1: member('node1', { owner: 'other' }),
      node2: { ...member('node2'), address: '00'.repeat(20) },
    };
    const report = await run('irita/keys.json', { ...data, validators, ghost_certificates: pem(leaf('ghost', 'x')) });
    expect(failedIds(report)).toEqual([
      'node0/certificate',
      'node1/key of the certificate',
      'node2/key',
      'ghost certificate 0',
    ]);
  });
});

describe('sm2_vectors.json', () => {
  const key = makeKey('vector', 1, 'sm2');
  const message = toUtf8('vote');
  const set = makeValidatorSet([memberOf(key, 5n), memberOf(makeKey('vector', 2, 'sm2'), 3n)]);
  const verify = (name: string, expected: string, facts: object = {}) => ({
    name,
    pub_key: toHex(key.publicKey),
    msg: toHex(message),
    sig: toHex(key.sign(message)),
    expect: expected,
    ...facts,
  });
  const address = { pub_key: toBase64(key.publicKey), address: toHex(key.address), hash: 'sha256' };
  const data = {
    uid_hex: toHex(toUtf8('1234567812345678')),
    sm3_abc: toHex(hash('sm3', toUtf8('abc'))),
    verify: [verify('right', 'ACCEPT'), verify('changed', 'REJECT', { msg: '00' })],
    address_observed: [address, { ...address, hash: 'sm3' }],
    validator_set: {
      validators: set.validators.map(({ publicKey, power, address }) => ({
        address: toHex(address),
        pub_key: { type: 'tendermint/PubKeySm2', value: toBase64(publicKey) },
        voting_power: `${power}`,
      })),
      simple_validator_bytes_hex: set.validators.map((validator) => toHex(encodeValidator(validator))),
      validators_hash: toHex(set.hash).toUpperCase(),
    },
  };

  it('passes signatures, addresses and the set, and skips addresses of other chains', async () => {
    const report = await run('sm2_irita/sm2_vectors.json', data);
    expect(sums(report)).toEqual([2 + 2 + 1 + 4, 0, 1]);
    expect(report.skips[0]?.reason).toContain('another vendor');
  });

  it('finds a wrong word, address, hash and byte', async () => {
    const [first, ...rest] = data.validator_set.simple_validator_bytes_hex;
    const wrong = {
      ...data,
      verify: [verify('right', 'REJECT')],
      address_observed: [{ ...address, address: '00'.repeat(20) }],
      validator_set: { ...data.validator_set, validators_hash: '00', simple_validator_bytes_hex: [...rest, first] },
    };
    expect(failedIds(await run('sm2_irita/sm2_vectors.json', wrong))).toEqual([
      'verify/right',
      'address/0',
      'validator_set/hash',
      'validator_set/bytes',
    ]);
  });
});
