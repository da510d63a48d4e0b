// `x509-sm2*.json`: certificates with SM2 keys by name, the authorities `gmca<N>` and what each of them issued. Every
// certificate is held under every authority: only its own may pass, and that only with the default id.
import { derFromPem, parseCertificate, type Sm2Certificate, verifyIssued } from '../../../src/crypto/x509-sm2.ts';
import { textOf } from '../fields.ts';
import type { Format } from '../format.ts';
import { type Cases, refusedOr } from '../report.ts';

export const x509Sm2: Format = {
  matches: (file) => /^x509-sm2.*\.json$/.test(file.plainName),
  async run(file, cases) {
    const listed = (await file.reader()).reader('certs');
    const certificates = new Map<string, Sm2Certificate>();
    for (const name of listed.object.keys())
      await cases.run(`${name}/read`, 'ok', () => {
        certificates.set(name, parseCertificate(derFromPem(textOf(listed, name))));
        return 'ok';
      });
    const names = [...certificates.keys()];
    for (const issuer of names.filter((name) => /ca\d*$/.test(name)))
      for (const name of names) await checkPair(name, issuer, certificates, cases);
  },
};

/** `gmsigncert1` is of `gmca1`, and so is `gmca1` itself. */
const numberIn = (name: string) => /\d+/.exec(name)?.[0];

async function checkPair(
  name: string,
  issuer: string,
  certificates: ReadonlyMap<string, Sm2Certificate>,
  cases: Cases,
): Promise<void> {
  const [certificate, authority] = [certificates.get(name)!, certificates.get(issuer)!];
  const isOwn = numberIn(name) === numberIn(issuer);
  const check = (userId?: Uint8Array) => () => {
    verifyIssued(certificate, authority, undefined, { userId });
    return 'issued';
  };
  await cases.run(`${name} under ${issuer}`, isOwn ? 'issued' : 'refused', () => refusedOr(check()));
  await cases.run(`${name} under ${issuer}, empty id`, 'refused', () => refusedOr(check(new Uint8Array(0))));
}
