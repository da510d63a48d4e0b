// `cometbft_golden.json`: CometBFT's own golden values for sign bytes, header hash, consensus hash and addresses.
import { addressOf, consensusHash, headerHash } from '../../../src/chain/cometbft/hash.ts';
import { readBlockId, readHeader } from '../../../src/chain/cometbft/json.ts';
import type { KeyType } from '../../../src/chain/cometbft/model.ts';
import { encodeCanonicalVote } from '../../../src/chain/cometbft/sign-bytes.ts';
import { toHex } from '../../../src/codec/bytes.ts';
import { delimited } from '../../../src/codec/protobuf.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import type { Format } from '../format.ts';
import type { Cases } from '../report.ts';

export const golden: Format = {
  matches: (file) => file.name === 'cometbft_golden.json',
  async run(file, cases) {
    const data = await file.reader();
    for (const [i, vote] of data.readers('vote_sign_bytes', 1000, true).entries()) await checkVote(vote, i, cases);
    await checkHashes(data, cases);
    for (const [i, item] of data.readers('address', 1000, true).entries())
      await cases.run(`address/${i}`, hexOf(item, 'address'), () =>
        toHex(addressOf(item.string('type') as KeyType, item.hex('pub_key_hex'))),
      );
  },
};

const hexOf = (reader: Reader, key: string) => toHex(reader.hex(key, 10_000));

async function checkVote(vote: Reader, index: number, cases: Cases): Promise<void> {
  await cases.run(`vote_sign_bytes/${index}`, hexOf(vote, 'sign_bytes'), () =>
    toHex(
      delimited(
        encodeCanonicalVote({
          type: vote.int32('type'),
          height: vote.int64('height'),
          round: vote.int32('round'),
          blockId: vote.has('block_id') ? readBlockId(vote, 'block_id') : undefined,
          time: vote.time('timestamp'),
          chainId: vote.string('chain_id'),
        }),
      ),
    ),
  );
}

async function checkHashes(data: Reader, cases: Cases): Promise<void> {
  const header = data.optionalReader('header_hash');
  if (header)
    await cases.run('header_hash', hexOf(header, 'hash'), () => toHex(headerHash(readHeader(header.reader('header')))));
  const params = data.optionalReader('consensus_hash');
  if (params)
    await cases.run('consensus_hash', hexOf(params, 'hash'), () =>
      toHex(consensusHash(params.int64('block_max_bytes'), params.int64('block_max_gas'))),
    );
}
