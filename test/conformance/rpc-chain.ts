// Replies about the chain as a whole: genesis, parameters, status, subscriptions and events, and transactions sent.
import { consensusHash, headerHash, makeValidatorSet, transactionHash } from '../../src/chain/cometbft/hash.ts';
import { readHeader, readValidator } from '../../src/chain/cometbft/json.ts';
import { checkNode, isNewBlockEvent } from '../../src/chain/cometbft/rpc.ts';
import { fromBase64, fromUtf8, toHex } from '../../src/codec/bytes.ts';
import { Reader } from '../../src/codec/schema.ts';
import { parseModel } from './file-tree.ts';
import type { Network } from './networks.ts';
import { allHold, type Cases } from './report.ts';
import { converse, isKnown, knownHash, param, type Question } from './rpc-call.ts';

export async function genesis(question: Question): Promise<void> {
  const genesis = question.result.reader('genesis');
  return checkGenesis(question, genesis);
}

async function checkGenesis({ call, network, cases }: Question, genesis: Reader): Promise<void> {
  const height = genesis.int64('initial_height', 1n);
  const first = network.header(height);
  cases.expect(`${call.id}/genesis/chain_id`, network.chainId, genesis.string('chain_id'));
  if (first === undefined) return;
  await cases.run(`${call.id}/genesis/consensus_hash`, toHex(first.consensusHash), () => paramsHash(genesis));
  const members = genesis.readers('validators', 10_000, true).map(readValidator);
  if (members.length > 0)
    cases.expect(`${call.id}/genesis/validators`, toHex(first.validatorsHash), toHex(makeValidatorSet(members).hash));
}

function paramsHash(parent: Reader): string {
  const block = parent.reader('consensus_params').reader('block');
  return toHex(consensusHash(block.int64('max_bytes'), block.int64('max_gas')));
}

export async function genesisChunked(question: Question): Promise<void> {
  const { call, result, cases } = question;
  if (result.int64('total') !== 1n) return cases.skip(`${call.id}/genesis_chunked`, 'one chunk of several');
  const text = fromUtf8(result.base64('data', 1 << 25));
  return checkGenesis(question, Reader.of(parseModel(text)));
}

export async function consensusParams({ call, result, network, cases }: Question): Promise<void> {
  const header = network.header(result.int64('block_height'));
  if (header === undefined)
    return cases.skip(`${call.id}/consensus_params`, 'the header that names them is not at hand');
  await cases.run(`${call.id}/consensus_params`, toHex(header.consensusHash), () => paramsHash(result));
}

export async function status({ call, result, network, cases }: Question): Promise<void> {
  const ask = (chainId: string) => () => {
    converse(checkNode({ ...network.profile, chainId }), () => result);
    return 'ok';
  };
  await cases.run(`${call.id}/status`, 'ok', ask(network.chainId));
  await cases.run(`${call.id}/status of another chain`, 'source/wrong-chain', ask(`${network.chainId}-other`));
}

/** The reply to a subscription is empty: it must not be taken for an event. */
export async function subscribe({ call, result, cases }: Question): Promise<void> {
  cases.expect(`${call.id}/subscribe`, 'false', String(isNewBlockEvent(result)));
}

/** Something that came by itself: an event, which either says that there is a new block or not. */
export async function checkEvent(
  id: string,
  result: Reader,
  network: Network | undefined,
  cases: Cases,
): Promise<void> {
  const data = result.optionalReader('data');
  const type = data?.has('type') ? data.string('type') : '';
  const isNew = type === 'tendermint/event/NewBlock';
  await cases.run(`${id}/event`, String(isNew), () => String(isNewBlockEvent(result)));
  if (!isNew || network === undefined) return;
  const header = readHeader(data!.reader('value').reader('block').reader('header'));
  const claims = { 'known block': isKnown(knownHash(network, header.height), headerHash(header)) };
  cases.expect(`${id}/event header`, 'ok', allHold(claims));
}

/** A hash that a node gives to a transaction that was sent to it. */
export async function broadcast({ call, result, cases }: Question): Promise<void> {
  const sent = param(call, 'tx');
  if (sent === undefined)
    return cases.skip(`${call.id}/${call.method}`, 'the transaction that was sent is not recorded');
  cases.expect(`${call.id}/${call.method}`, toHex(result.hex('hash')), toHex(transactionHash(fromBase64(sent))));
}
