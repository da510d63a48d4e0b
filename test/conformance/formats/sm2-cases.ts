// `sm2-cases.json`: signatures that each stand on one rule of SM2 (vectors: sm). Some were made for a digest of the forger's
// choice, which a rule that takes digests would accept; no function of ours takes one, so they are shown as messages.
import type { Reader } from '../../../src/codec/schema.ts';
import * as exported from '../../../src/crypto/sm2.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { bytesOf, rowsOf, textOf } from '../fields.ts';
import type { Format } from '../format.ts';
import type { Cases } from '../report.ts';
import { askSm2, SM2_SCHEMES, wordOf } from '../sm2.ts';

export const sm2Cases: Format = {
  matches: (file) => file.plainName === 'sm2-cases.json',
  async run(file, cases) {
    for (const [i, item] of rowsOf(await file.reader(), 'cases').entries())
      await cases.row(`${i}`, () => checkCase(item, cases));
  },
};

async function checkCase(item: Reader, cases: Cases): Promise<void> {
  const id = textOf(item, 'id');
  const mode = textOf(item, 'mode');
  const publicKey = bytesOf(item, 'publicKeyHex');
  const signature = bytesOf(item, 'sigHex');
  if (mode === 'raw') return checkDigest(id, publicKey, bytesOf(item, 'digestHex'), signature, cases);
  if (mode !== 'msg' && mode !== 'der') return cases.skip(id, `a mode that is not known: ${mode}`);
  const question = { publicKey, signature, message: bytesOf(item, 'msgHex'), userId: exported.DEFAULT_USER_ID };
  const form = mode === 'der' ? 'der' : 'rs';
  await cases.run(id, wordOf(item.boolean('valid')), () => askSm2({ ...question, form }));
}

/** Whatever the digest is worth as e, as a message it proves nothing: under no rule, no id and no form of signature. */
async function checkDigest(
  id: string,
  publicKey: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
  cases: Cases,
): Promise<void> {
  await cases.run(`${id}/digest as a message`, 'reject', async () => {
    const claims = SM2_SCHEMES.map((scheme) => ({ scheme, publicKey, message: digest, signature }));
    const answers = [...(await localVerifier.verify(claims))];
    for (const userId of [exported.DEFAULT_USER_ID, new Uint8Array(0)])
      for (const signatureForm of ['rs', 'der'] as const)
        answers.push(exported.verifySm2(publicKey, digest, signature, { userId, signatureForm }));
    return wordOf(answers.some((answer) => answer));
  });
  cases.expect(`${id}/functions that check signatures`, 'verifySm2', signatureChecks().join());
}

/** What `sm2.ts` exports by the name of a check: one function, and that one hashes what it is given. */
function signatureChecks(): string[] {
  return Object.keys(exported).filter((name) => /verify|check/i.test(name));
}
