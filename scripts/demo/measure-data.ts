// Makes public/measure/signed.bin, the signed messages that "Measure this device" checks. Run: npm run measure-data [-- OUT].
// Needs nothing and gives the same bytes in every run; test/unit/worker/measure.test.ts holds the file to it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeSigned } from '../../test/support/make-measure.ts';

const [out = 'public/measure/signed.bin'] = process.argv.slice(2);
const bytes = makeSigned();
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, bytes);
console.log(`${out}: ${bytes.length} bytes`);
