// The smallest change to each kind of value in a FISCO BCOS proof file that keeps it of its kind.
import type { JsonValue } from './make-chain-pack.ts';
import type { JsonPath } from './mutate-json.ts';

/** 2.x prints these numbers as 0x hex; everything else with 0x is bytes. */
const QUANTITIES =
  /^(number|gas|gasLimit|gasUsed|gasPrice|timestamp|sealer|index|nonce|blockLimit|value|chainId|groupId|status|remainGas)$/;

/** One more, or the first digit turned into another. */
export function changedFiscoLeaf(path: JsonPath, value: JsonValue): JsonValue {
  if (typeof value === 'number') return value + 1;
  const text = String(value);
  const name = String(path.findLast((part) => typeof part === 'string'));
  if (/^\d{1,19}$/.test(text) && name !== 'nonce') return `${BigInt(text) + 1n}`;
  if (/^0x[0-9a-f]{1,32}$/.test(text) && QUANTITIES.test(name)) return `0x${(BigInt(text) + 1n).toString(16)}`;
  if (Array.isArray(value)) return ['ab'.repeat(32)];
  if (text === '' || text === '0x') return `${text}00`;
  const at = text.startsWith('0x') ? 2 : 0;
  return text.slice(0, at) + (text[at] === '1' ? '2' : '1') + text.slice(at + 1);
}
