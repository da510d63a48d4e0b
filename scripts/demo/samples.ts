// Good and bad samples for a first visit: documents with their proof files, and the same with one thing wrong in each.

export interface Titles {
  readonly 'zh-CN': string;
  readonly en: string;
  readonly th: string;
}

export interface Sample {
  readonly id: string;
  readonly good: boolean;
  readonly kind: string;
  readonly title: Titles;
  /** Addresses on the app's own origin. */
  readonly files: readonly string[];
  /** The verdict's code, held by a test. */
  readonly expected: string;
}

export const SAMPLE_TITLES: Readonly<Record<string, Titles>> = {
  good: { 'zh-CN': '毕业证书与证明文件', en: 'A diploma and its proof file', th: 'ปริญญาบัตรพร้อมไฟล์หลักฐาน' },
  'good-certificate': {
    'zh-CN': '绿证与证明文件',
    en: 'A green certificate and its proof file',
    th: 'ใบรับรองพลังงานสะอาดพร้อมไฟล์หลักฐาน',
  },
  edited: {
    'zh-CN': '改动了一个数字的毕业证书',
    en: 'The diploma with one digit changed',
    th: 'ปริญญาบัตรที่ถูกแก้ตัวเลขหนึ่งตัว',
  },
  'tampered-proof': { 'zh-CN': '被改动的证明文件', en: 'A tampered proof file', th: 'ไฟล์หลักฐานที่ถูกแก้ไข' },
  'forged-commit': { 'zh-CN': '伪造的区块头', en: 'A forged block header', th: 'หัวบล็อกปลอม' },
  'other-chain': { 'zh-CN': '未知链的证明', en: 'A proof of an unknown chain', th: 'หลักฐานของเชนที่ไม่รู้จัก' },
  'expired-checkpoint': {
    'zh-CN': '起点已过期的证明',
    en: 'A proof from an expired checkpoint',
    th: 'หลักฐานจากจุดเริ่มที่หมดอายุ',
  },
  fork: { 'zh-CN': '同一条链的两个版本', en: 'Two versions of one chain', th: 'เชนเดียวกันสองเวอร์ชัน' },
  'good-sm': {
    'zh-CN': '国密链上的存证（交易）',
    en: 'Evidence on an SM2 chain, in a call',
    th: 'หลักฐานบนเชน SM2 ในธุรกรรม',
  },
  'edited-sm': {
    'zh-CN': '改动过的国密链存证',
    en: 'The same evidence with one digit changed',
    th: 'หลักฐานเดียวกันที่ถูกแก้ตัวเลขหนึ่งตัว',
  },
  'good-event': { 'zh-CN': '合约事件中的发票', en: 'Invoices in a contract event', th: 'ใบกำกับภาษีในเหตุการณ์ของสัญญา' },
  'forged-signer': { 'zh-CN': '伪造的共识签名', en: 'A forged sealer signature', th: 'ลายเซ็นโหนดฉันทามติปลอม' },
  'tampered-path': { 'zh-CN': '被改动的默克尔路径', en: 'A tampered Merkle path', th: 'เส้นทางเมอร์เคิลที่ถูกแก้ไข' },
};

/** One byte of a document changed, a digit where there is one, as a forger would. */
export function editDocument(bytes: Uint8Array): Uint8Array {
  const edited = bytes.slice();
  const at = edited.findLastIndex((byte) => byte >= 0x30 && byte <= 0x38);
  edited[at]! += 1;
  return edited;
}

/** The first sibling of the Merkle path with one bit changed. */
export function breakPath(json: string): string {
  const document = JSON.parse(json);
  const [first] = document.record.path.aunts as string[];
  const bytes = Buffer.from(first!, 'base64');
  bytes[0]! ^= 1;
  document.record.path.aunts[0] = bytes.toString('base64');
  return print(document);
}

/** The last light block with another app hash, and a commit that claims the new header's hash: its signatures are not for it. */
export function forgeCommit(json: string, rehash: (block: object) => string): string {
  const document = JSON.parse(json);
  const block = document.lightBlocks.at(-1);
  block.signed_header.header.app_hash = 'FFFFFFFFFFFFFFFF';
  block.signed_header.commit.block_id.hash = rehash(block);
  return print(document);
}

/** One bit changed in the hash that stands beside the leaf: FISCO BCOS 3.x gives both, after their count. */
export function breakPair(json: string, leaf: string): string {
  const document = JSON.parse(json);
  const path = document.record.path as string[];
  const at = path[1] === leaf ? 2 : 1;
  const first = Number.parseInt(path[at]!.slice(0, 2), 16) ^ 1;
  path[at] = first.toString(16).padStart(2, '0') + path[at]!.slice(2);
  return print(document);
}

/** In the last light block one sealer's signature is said to be that of another, who did not sign. */
export function forgeSigner(json: string): string {
  const document = JSON.parse(json);
  const { sealerList, signatureList } = document.lightBlocks.at(-1);
  const signed = new Set(signatureList.map(({ sealerIndex }: { sealerIndex: number }) => sealerIndex));
  signatureList.at(-1).sealerIndex = sealerList.findIndex((_: string, index: number) => !signed.has(index));
  return print(document);
}

/** The same proof, said to be of another chain. */
export function renameChain(json: string, chain: string): string {
  return print({ ...JSON.parse(json), chain });
}

function print(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
