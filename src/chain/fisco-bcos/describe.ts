// A header's fields as labelled values for pages and reports, in the order in which they are hashed. What the leader alone
// says is marked: replicas compute roots, gas, number and parent themselves, and compare nothing else (sheet 2.5).
import { toHex } from '../../codec/bytes.ts';
import type { Field, FieldValue } from '../view.ts';
import { timeOf } from './json.ts';
import type { FiscoHeader, HeaderV2, HeaderV3 } from './model.ts';

const bytes = (value: Uint8Array): FieldValue => ({ kind: 'bytes', hex: toHex(value) });
const number = (value: bigint): FieldValue => ({ kind: 'number', value });

function claimed(name: string, value: FieldValue): Field {
  return { name, value, attestedBy: 'proposer' };
}

export function describeHeader(header: FiscoHeader): Field[] {
  const fields = header.generation === 3 ? fieldsOfV3(header) : fieldsOfV2(header);
  return header.number === 0n ? fields.map(ofGenesis) : fields;
}

/** Nobody leads a genesis: it is made when the chain is set up. */
function ofGenesis({ name, value }: Field): Field {
  return { name, value };
}

function time(header: FiscoHeader): FieldValue {
  return { kind: 'time', ...timeOf(header) };
}

function sealerFields(header: FiscoHeader, field: (name: string, value: FieldValue) => Field): Field[] {
  return header.sealerList.map((id, i) => field(`sealerList[${i}]`, bytes(id)));
}

function fieldsOfV3(header: HeaderV3): Field[] {
  return [
    claimed('version', { kind: 'text', text: versionText(header.version) }),
    ...header.parents.map((parent): Field => ({ name: 'parentInfo.blockHash', value: bytes(parent.hash) })),
    { name: 'txsRoot', value: bytes(header.transactionsRoot) },
    { name: 'receiptsRoot', value: bytes(header.receiptsRoot) },
    { name: 'stateRoot', value: bytes(header.stateRoot) },
    { name: 'number', value: { kind: 'height', value: header.number } },
    { name: 'gasUsed', value: { kind: 'text', text: header.gasUsed } },
    claimed('timestamp', time(header)),
    claimed('sealer', number(header.sealer)),
    ...sealerFields(header, claimed),
    claimed('extraData', bytes(header.extraData)),
    ...header.weights.map((weight, i) => claimed(`consensusWeights[${i}]`, number(weight))),
  ];
}

/** 0x03030000 is 3.3.0. */
export function versionText(version: bigint): string {
  return [24n, 16n, 8n].map((shift) => String((version >> shift) & 255n)).join('.');
}

/** In 2.x replicas compare the list as well. */
function fieldsOfV2(header: HeaderV2): Field[] {
  const agreed = (name: string, value: FieldValue): Field => ({ name, value });
  return [
    agreed('parentHash', bytes(header.parentHash)),
    agreed('stateRoot', bytes(header.stateRoot)),
    agreed('transactionsRoot', bytes(header.transactionsRoot)),
    agreed('receiptsRoot', bytes(header.receiptsRoot)),
    agreed('dbHash', bytes(header.dbHash)),
    agreed('logsBloom', bytes(header.logsBloom)),
    agreed('number', { kind: 'height', value: header.number }),
    agreed('gasLimit', number(header.gasLimit)),
    agreed('gasUsed', number(header.gasUsed)),
    claimed('timestamp', time(header)),
    ...header.extraData.map((data, i) => claimed(`extraData[${i}]`, bytes(data))),
    claimed('sealer', number(header.sealer)),
    ...sealerFields(header, agreed),
  ];
}
