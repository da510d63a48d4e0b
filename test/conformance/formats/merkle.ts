// `rfc6962.json`: roots, nodes and inclusion proofs of RFC 6962 trees, and proofs that must be refused.
import { fromHex, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { merkleRoot } from '../../../src/core/hashing.ts';
import { type InclusionPath, leafHash, makePath, nodeHash, rootOfPath } from '../../../src/proof/rfc6962.ts';
import type { Format } from '../format.ts';
import { type Cases, refusedOr } from '../report.ts';

export const merkle: Format = {
  matches: (file) => file.name === 'rfc6962.json',
  async run(file, cases) {
    const data = await file.reader();
    const hex = (key: string) => toHex(data.hex(key));
    cases.expect('empty_tree', hex('empty_tree'), toHex(merkleRoot([])));
    cases.expect('empty_leaf', hex('empty_leaf'), toHex(leafHash(new Uint8Array(0))));
    cases.expect('leaf_L123456', hex('leaf_L123456'), toHex(leafHash(toUtf8('L123456'))));
    cases.expect('node_N123_N456', hex('node_N123_N456'), toHex(nodeHash(toUtf8('N123'), toUtf8('N456'))));
    await checkTrees(data, cases);
    for (const [i, proof] of data.readers('must_reject', 10_000, true).entries())
      await cases.run(`must_reject/${i}/${proof.string('why')}`, 'refused', () => refusedOr(() => proofAnswer(proof)));
  },
};

const texts = (reader: Reader, key: string) => reader.array(key, 10_000, true).map((item) => String(item));

async function checkTrees(data: Reader, cases: Cases): Promise<void> {
  const leaves = texts(data, 'ct_reference_leaves_hex').map(fromHex);
  for (const [i, root] of texts(data, 'ct_reference_roots_by_size').entries())
    cases.expect(`root/${i + 1}`, root, toHex(merkleRoot(leaves.slice(0, i + 1))));
  for (const [i, proof] of data.readers('proofs', 10_000, true).entries()) {
    await cases.run(`proof/${i}`, 'ok', () => proofAnswer(proof));
    await cases.run(`proof/${i}/made`, texts(proof, 'aunts').join(), () => madePath(leaves, proof));
  }
}

function pathOf(proof: Reader): InclusionPath {
  const siblings = texts(proof, 'aunts').map(fromHex);
  return { total: proof.int64('total'), index: proof.int64('index'), siblings };
}

function proofAnswer(proof: Reader): string {
  const isRoot = toHex(rootOfPath(proof.hex('leaf_hash'), pathOf(proof))) === toHex(proof.hex('root'));
  return isRoot ? 'ok' : 'refused';
}

/** The path that the shipped code makes over the same leaves. */
function madePath(leaves: readonly Uint8Array[], proof: Reader): string {
  const path = makePath(leaves.slice(0, Number(proof.int64('total'))), Number(proof.int64('index')));
  return path.siblings.map(toHex).join();
}
