// `speccheck_cases.json` and `zip215_196.json`: signatures on which rules differ. Each is asked under both rules, of the
// verifier that the client uses and of the reference code alone.
import type { Reader } from '../../../src/codec/schema.ts';
import { Reader as JsonReader } from '../../../src/codec/schema.ts';
import type { SignatureScheme } from '../../../src/crypto/claim.ts';
import { verifyGo, verifyZip215 } from '../../../src/crypto/ed25519.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import type { Format } from '../format.ts';
import type { Cases } from '../report.ts';

const RULES: readonly { member: string; scheme: SignatureScheme; verify: typeof verifyGo }[] = [
  { member: 'zip215', scheme: 'ed25519-zip215', verify: verifyZip215 },
  { member: 'go_stdlib', scheme: 'ed25519-go', verify: verifyGo },
];

export const ed25519: Format = {
  matches: (file) =>
    file.name === 'speccheck_cases.json' || /^zip215_\d+\.json$/.test(file.name) || isInFolder(file.folders, file.name),
  async run(file, cases) {
    const items = (await file.json()) as readonly unknown[];
    for (const [i, item] of items.entries()) await checkVector(JsonReader.of(item as never), `${i}`, cases);
  },
};

const isInFolder = (folders: readonly string[], name: string) => folders.at(-1) === 'ed25519' && name.endsWith('.json');

async function checkVector(vector: Reader, id: string, cases: Cases): Promise<void> {
  const publicKey = vector.hex(vector.has('pub_key') ? 'pub_key' : 'vk');
  const message = vector.hex(vector.has('message') ? 'message' : 'msg', 100_000);
  const signature = vector.hex(vector.has('signature') ? 'signature' : 'sig');
  for (const { member, scheme, verify } of RULES.filter((rule) => vector.has(rule.member))) {
    const expected = String(vector.boolean(member));
    const claim = { scheme, publicKey, message, signature };
    await cases.run(`${id}/${member}/verifier`, expected, async () => String((await localVerifier.verify([claim]))[0]));
    await cases.run(`${id}/${member}/reference`, expected, () => String(verify(publicKey, message, signature)));
  }
}
