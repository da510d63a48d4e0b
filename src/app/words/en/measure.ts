import type { measure as zh } from '../zh-CN/measure.ts';

export const measure: Readonly<Record<keyof typeof zh, string>> = {
  'measure/title': 'Measure this device',
  'measure/says':
    'How many signatures this device checks in a second, and how much it hashes. All of it happens here: nothing is sent or kept, and the figures are gone when you leave the page. It takes some ten seconds, longer on a slow device.',
  'measure/start': 'Measure',
  'measure/cancel': 'Cancel',
  'measure/again': 'Measure again',
  'measure/copy': 'Copy as text',
  'measure/progress': 'Progress of measuring',
  'measure/loading': 'Getting ready…',
  'measure/at': 'Measuring {subject} ({number} of {total})',
  'measure/done': 'Measured. The figures are those of one thread, and lower while the device is busy.',
  'measure/cancelled': 'Cancelled; there is no result.',
  'measure/signatures': 'Signatures checked a second',
  'measure/signatures-says':
    'A new key is seen for the first time. A returning key comes back in every block, as a validator’s does, and the app has a table ready for it. The answers of every round were checked, and a signature with one bit changed has to be refused.',
  'measure/hashing': 'Leaves hashed a second',
  'measure/hashing-says': 'One Merkle tree over 65,536 leaves. The root of every round was checked.',
  'measure/reference-says':
    '“Without WebAssembly” is the app’s own JavaScript code, which runs everywhere. Every “times” is a multiple of it.',
  'measure/col-signature': 'Signature',
  'measure/col-hash': 'Function',
  'measure/core': 'Computing core',
  'measure/web-crypto': 'The browser’s own',
  'measure/reference': 'Without WebAssembly',
  'measure/times': '{times} times',
  'measure/times-elsewhere': '{times} times elsewhere',
  'measure/new': '{scheme}, new key',
  'measure/returning': '{scheme}, returning key',
  'measure/meaning': 'What it means',
  'measure/meaning-says': 'Derived, not measured again: checking signatures alone, one thread, returning keys.',
  'measure/headers-sm2': 'Block headers of {members} sealers (SM2)',
  'measure/headers-ed25519': 'Block headers of {members} validators (Ed25519)',
  'measure/a-second': 'a second',
  'measure/headers-a-second': '{count} a second',
  'measure/headers-from':
    'A header needs {needed} of its {members} signatures: {rate} ÷ {needed}. 10,000 headers take some {seconds} seconds.',
  'measure/derived': 'derived',
  'measure/device': 'This device',
  'measure/threads': 'Processor threads',
  'measure/browser': 'What the browser says it is',
  'measure/text-unit': 'A second, on one thread:',
  'measure/no-web-assembly':
    'This browser cannot run WebAssembly. The app works all the same and gives the same results, but its checks are slower.',
  'measure/no-curve-core':
    'The computing core for signatures could not be loaded. The app works all the same and gives the same results, but checks signatures more slowly.',
  'measure/verdict-slower': 'This browser checked without WebAssembly: the result is the same, only slower.',
  'measure/elsewhere-says': 'By how much, the figures marked “elsewhere” tell: they were measured on another device.',
};
