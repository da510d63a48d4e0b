// Replies about commits and validators: what the client puts together as a light block.
import { headerHash, makeValidatorSet } from '../../src/chain/cometbft/hash.ts';
import { readCommit, readHeader, readValidator } from '../../src/chain/cometbft/json.ts';
import { fetchLightBlock } from '../../src/chain/cometbft/rpc.ts';
import type { RpcCall } from '../../src/chain/conversation.ts';
import { bytesEqual } from '../../src/codec/bytes.ts';
import type { JsonObject } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';
import { quorumAnswer } from './blocks.ts';
import { model } from './json-model.ts';
import type { Network } from './networks.ts';
import { allHold, type Cases } from './report.ts';
import {
  converse,
  heightParam,
  isKnown,
  knownHash,
  namedParam,
  param,
  type Question,
  type RecordedCall,
} from './rpc-call.ts';

/** A page of members out of the network's own light blocks, as a node answers `/validators`. */
function validatorsReply(network: Network, call: RpcCall): Reader {
  const height = BigInt(namedParam(call, 'height'));
  const members = network.membersJson(height) ?? [];
  const perPage = Number(namedParam(call, 'per_page'));
  const start = (Number(namedParam(call, 'page')) - 1) * perPage;
  const page = members.slice(start, start + perPage);
  return Reader.of(model({ block_height: `${height}`, validators: page, total: `${members.length}` }));
}

export async function commit({ call, result, network, cases }: Question): Promise<void> {
  const signed = result.reader('signed_header');
  const header = readHeader(signed.reader('header'));
  const hash = headerHash(header);
  const commit = readCommit(signed.reader('commit'));
  const claims = {
    'block_id.hash': bytesEqual(hash, commit.blockId.hash),
    'known block': isKnown(knownHash(network, header.height), hash),
  };
  cases.expect(`${call.id}/commit`, 'ok', allHold(claims));
  if (network.membersJson(header.height) === undefined) return;
  const asked = heightParam(call);
  await cases.run(`${call.id}/commit/light-block`, 'ok', () => {
    const answer = (next: RpcCall) => (next.method === 'commit' ? result : validatorsReply(network, next));
    return quorumAnswer(network.profile, converse(fetchLightBlock(asked), answer), false);
  });
}

export async function validators({ call, result, network, cases }: Question): Promise<void> {
  const height = result.int64('block_height');
  const set = network.setAt(height)?.validators;
  const members = result.readers('validators', 10_000, true).map(readValidator);
  const perPage = pageSize(call);
  const start = (Number(param(call, 'page') ?? '1') - 1) * perPage;
  const page = set?.slice(start, start + perPage);
  const ownAddress = members.every(({ address, claimedAddress }) => isKnown(claimedAddress, address));
  const claims = {
    address: ownAddress,
    count: BigInt(members.length) === result.int64('count', BigInt(members.length)),
    members: page === undefined || bytesEqual(makeValidatorSet(page).hash, makeValidatorSet(members).hash),
    total: set === undefined || result.int64('total') === BigInt(set.length),
  };
  cases.expect(`${call.id}/validators`, 'ok', allHold(claims));
}

/** 30 unless asked for, at most 100; what is not above zero counts as not asked for. */
function pageSize(call: RecordedCall): number {
  const asked = Number(param(call, 'per_page') ?? '30');
  return asked < 1 ? 30 : Math.min(asked, 100);
}

/** Pages of any size must add up to the set that the header names. */
export async function checkPages(
  pages: readonly RecordedCall[],
  height: bigint,
  network: Network,
  cases: Cases,
): Promise<void> {
  const block = network.block(height);
  const signed = network.model(height) as JsonObject | undefined;
  if (block === undefined || signed === undefined) return;
  const perPage = param(pages[0]!, 'per_page') ?? 'default';
  const recorded = new Map(pages.map((call) => [param(call, 'page') ?? '1', call.reply.reader('result')]));
  await cases.run(`height ${height}/${pages.length} pages of ${perPage}`, 'ok', () => {
    const found = converse(fetchLightBlock(height), (next) => {
      if (next.method === 'commit') return Reader.of(signed);
      const isOwn = namedParam(next, 'height') === `${height}`;
      return isOwn ? recorded.get(namedParam(next, 'page'))! : validatorsReply(network, next);
    });
    return allHold({ set: bytesEqual(found.validators.hash, block.header.validatorsHash) });
  });
}
