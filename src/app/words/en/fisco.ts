// Words of the FISCO BCOS family: fields of its headers, what its records cannot show, and a sentence for every error code of
// its own. They come with the rest, never with the first page.

/** What to do about data that contradicts itself, and about a proof that does not hold. */
const ASK_ANEW = '\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.';
const ASK_WHOLE = '\nAsk the issuer for a complete proof file, then check again.';

export const fisco = {
  'limit/fisco-no-state':
    'It does not say what a contract holds now: FISCO BCOS commits to no contract state. Only that this call or event stands in the block is proven and, where the proof shows it, the status in its receipt.',
  'limit/fisco-leader':
    'It does not rule out a dishonest leader: sealers of FISCO BCOS 3.x also sign the hash that a leader gives before anything is executed. Compare the header with an independent source.',
  'limit/fisco-time':
    'It does not vouch for the time of the block: that is the word of the block’s leader, which the sealers who signed did not check.',
  'fact/signer': 'An address that signed the transaction, by the proof; the block covers no signature',
  'field/version': 'Version of the data format',
  'field/parentInfo.blockHash': 'Hash of the block before',
  'field/parentHash': 'Hash of the block before',
  'field/txsRoot': 'Merkle root of the transactions',
  'field/transactionsRoot': 'Merkle root of the transactions',
  'field/receiptsRoot': 'Merkle root of the receipts',
  'field/stateRoot': 'State root: only what this block wrote',
  'field/dbHash': 'Hash of what this block wrote',
  'field/logsBloom': 'Bloom filter of the events',
  'field/number': 'Height',
  'field/gasLimit': 'Most execution allowed',
  'field/gasUsed': 'Execution used',
  'field/timestamp': 'Time of the block',
  'field/sealer': 'Leader of the block: its place in the list, from 0',
  'field/sealerList[]': 'Node id of sealer {number}',
  'field/consensusWeights[]': 'Weight of sealer {number}',
  'field/extraData': 'Extra data',
  'field/extraData[]': 'Extra data, item {number}',

  'fisco/duplicate-sealer': `The list of sealers holds a node twice.${ASK_ANEW}`,
  'fisco/duplicate-signature': `Sealer {index} stands twice among the signatures; each counts once.${ASK_ANEW}`,
  'fisco/embedded-key': `The signature of sealer {index} carries another key than the sealer’s own.${ASK_ANEW}`,
  'fisco/expired':
    'Trust in block {height} ended at {until}; it can no longer be a start.\nImport a newer trust pack, then try again.',
  'fisco/extra-data': `The header carries {length} bytes of extra data, which no block after the genesis may: one hash could then stand for two contents.${ASK_ANEW}`,
  'fisco/from-the-future':
    'The time that the block’s leader gives, {found}, is ahead of this device’s clock ({now}).\nSet the date and time of this device, then try again.',
  'fisco/gas-used': `The amount of execution in the header, “{text}”, is not a plain whole number.${ASK_ANEW}`,
  'fisco/generation':
    'The block is of FISCO BCOS {found}.x; the trust pack says {expected}.x.\nMake sure that you chose the right chain, or use another source.',
  'fisco/genesis-facts':
    'The genesis block gives “{found}” as {key}, the trust pack “{expected}”.\nMake sure that you chose the right chain and the right trust pack.',
  'fisco/genesis-not-empty': `The genesis block holds values in fields that must be empty.${ASK_ANEW}`,
  'fisco/genesis-text':
    'The sealers cannot be read from the text of the genesis block.\nUse another source, or ask whoever provides the trust pack for a checkpoint at a later block.',
  'fisco/genesis-v2':
    'The genesis block of a FISCO BCOS 2.x chain cannot be a start: this app does not read its list of sealers.\nAsk whoever provides the trust pack for a checkpoint at a later block.',
  'fisco/hash': `The header’s hash, computed on this device, is not the one given with it.${ASK_ANEW}`,
  'fisco/height-not-later': `Block {found} does not come after the trusted block {trusted}.${ASK_ANEW}`,
  'fisco/leader-index': `The header names sealer {index} as its leader, but its list has only {sealers} (counted from 0).${ASK_ANEW}`,
  'fisco/link-fields': `The fields in the header of block {height} do not stand where they must.${ASK_ANEW}`,
  'fisco/link-hash': `The hash link of block {height} is broken.${ASK_ANEW}`,
  'fisco/link-height': `The heights of the headers do not follow each other: {found} instead of {expected}.${ASK_ANEW}`,
  'fisco/no-quorum': `This proof is invalid: sealers with a weight of {weight} of {total} signed; at least {quorum} is needed.${ASK_WHOLE}`,
  'fisco/no-such-log': `This proof is invalid: it points at event {log} (counted from 0), but the receipt has {count}.${ASK_WHOLE}`,
  'fisco/no-weight': `None of the sealers in the list has any weight.${ASK_ANEW}`,
  'fisco/node-id': `The node id of sealer {index} has {length} bytes instead of 64.${ASK_ANEW}`,
  'fisco/not-a-child': `The block does not follow the trusted block.${ASK_ANEW}`,
  'fisco/not-the-checkpoint': `Block {height} is not the checkpoint that the trust pack names.${ASK_ANEW}`,
  'fisco/other-group':
    'The transaction is of “{found}” (chain/group), not “{expected}”.\nMake sure that you chose the right chain, or ask the issuer for a new proof.',
  'fisco/other-sealers': `Block {target} names other sealers than the trusted block {trusted}, and where they changed is not shown.${ASK_WHOLE}`,
  'fisco/parents': `The header of block {number} must name its own parent and no other; it names {count}.${ASK_ANEW}`,
  'fisco/pieces': `The compact form of a header is malformed.${ASK_ANEW}`,
  'fisco/proof-arity': `This proof is invalid: the number of sibling hashes at level {level} does not fit the place ({left} to the left).${ASK_WHOLE}`,
  'fisco/proof-count': `This proof is invalid: the count before a group of hashes is not 1 or 2 (entry {at}).${ASK_WHOLE}`,
  'fisco/proof-depth': `This proof is invalid: it has no level, or more than {limit}.${ASK_WHOLE}`,
  'fisco/proof-element': `This proof is invalid: hash {index} has {length} bytes instead of 32.${ASK_WHOLE}`,
  'fisco/proof-empty': `This proof is empty.${ASK_WHOLE}`,
  'fisco/proof-end': `This proof is invalid: its last level holds more than the root.${ASK_WHOLE}`,
  'fisco/proof-for-other-height': `This proof is invalid: it is for block {found}, not {expected}.${ASK_WHOLE}`,
  'fisco/proof-index': `This proof is invalid: it has too few levels for place {index}.${ASK_WHOLE}`,
  'fisco/proof-kind': `This proof has a form (“{kind}”) that FISCO BCOS {generation}.x does not have.${ASK_WHOLE}`,
  'fisco/proof-leaf': `This proof is invalid: at the place that it names stands another hash.${ASK_WHOLE}`,
  'fisco/proof-not-in-group': `This proof is invalid: the hash computed so far is not among those given at level {level}.${ASK_WHOLE}`,
  'fisco/proof-sibling': `This proof is invalid: a sibling hash at level {level} is malformed or wrongly numbered.${ASK_WHOLE}`,
  'fisco/proof-single': `This proof is invalid: no tree has such a path to place {index}.${ASK_WHOLE}`,
  'fisco/receipt-address': `The contract address in the receipt, “{text}”, is malformed.${ASK_ANEW}`,
  'fisco/receipt-gas': `A number in the receipt, “{text}”, is not a plain whole number.${ASK_ANEW}`,
  'fisco/receipt-hash': `The receipt’s hash, computed on this device, is not the one given with it.${ASK_ANEW}`,
  'fisco/receipt-not-in-block': `This proof is invalid: the path of the receipt does not lead to block {height}.${ASK_WHOLE}`,
  'fisco/receipt-of-other-block': `This proof is invalid: the receipt is of block {found}, not {expected}.${ASK_WHOLE}`,
  'fisco/receipt-of-other-kind': `This proof is invalid: transaction and receipt do not belong together, since one makes a contract and the other calls one.${ASK_WHOLE}`,
  'fisco/receipt-of-other-transaction': `This proof is invalid: the receipt stands at place {found} of the block, the transaction at {expected}.${ASK_WHOLE}`,
  'fisco/receipt-topics': `An event in the receipt has {count} topics; up to four of 32 bytes each are possible.${ASK_ANEW}`,
  'fisco/receipt-version': 'The receipt has the version {version}, which this app does not know.\nUpdate this app.',
  'fisco/record-kind': 'The proof is of a record of the kind “{kind}”, which this app does not know.\nUpdate this app.',
  'fisco/release-candidate':
    'The block was made by a release candidate of FISCO BCOS 3.0 (version number {version}), which hashes headers in another way. This app does not check such blocks.\nAsk the operator whether the chain has moved to a release.',
  'fisco/sealer-index': `A signature is said to be of sealer {index}, but the list has only {sealers} (counted from 0).${ASK_ANEW}`,
  'fisco/sealers-count': `The list of sealers has {count} members: there must be at least one, and no more than this app takes.${ASK_ANEW}`,
  'fisco/set-change-call': `The proof of a change of sealers holds a call that is not understood ({text}).${ASK_ANEW}`,
  'fisco/set-change-failed': `The proof of a change of sealers holds a call that did not succeed (status {status}).${ASK_ANEW}`,
  'fisco/set-change-not-proven':
    'Block {height} names other sealers than the block before, and nothing on the chain proves the change. This app stops here.\nAsk the operator of the chain for a newer trust pack.',
  'fisco/set-change-order': `The calls that change the sealers are not in the order of the block ({index} after {last}).${ASK_ANEW}`,
  'fisco/set-change-target': `The proof of a change of sealers holds a call of another contract ({found}).${ASK_ANEW}`,
  'fisco/set-missing': `A list of sealers is missing from the data.${ASK_ANEW}`,
  'fisco/signature-length': `The signature of sealer {index} has {found} bytes instead of {expected}.${ASK_ANEW}`,
  'fisco/split-not-proven':
    'It is not certain that this event was written: the receipt holds more than the rule in the trust pack accounts for, so its bytes could be cut in another way.\nAsk the issuer for a proof of the call itself, or whoever provides the trust pack for a rule that covers the whole receipt.',
  'fisco/target-not-certain':
    'What this transaction calls is not certain: on this chain its bytes can be cut into fields in more than one way, with one and the same hash.\nThis app cannot decide it; ask the operator of the chain.',
  'fisco/transaction-abi': `The transaction carries an interface text (ABI) of {length} characters where none belongs, or a malformed one.${ASK_ANEW}`,
  'fisco/transaction-fees': `A number in the transaction is malformed.${ASK_ANEW}`,
  'fisco/transaction-hash': `The transaction’s hash, computed on this device, is not the one given with it.${ASK_ANEW}`,
  'fisco/transaction-nonce': `The transaction’s nonce holds characters that are not allowed ({nonce}).${ASK_ANEW}`,
  'fisco/transaction-not-in-block': `This proof is invalid: its path does not lead to block {height}.${ASK_WHOLE}`,
  'fisco/transaction-signature': `The signature of the transaction is wrong.${ASK_ANEW}`,
  'fisco/transaction-to': `The address that the transaction calls, “{to}”, is not written in the way of this chain.${ASK_ANEW}`,
  'fisco/transaction-type':
    'The transaction is of type {type} (a Web3 transaction); this app checks type 0 only.\nUpdate this app.',
  'fisco/transaction-unsigned': `The transaction carries no signature.${ASK_ANEW}`,
  'fisco/transaction-version':
    'The transaction has the version {version}, which this app does not know.\nUpdate this app.',
  'fisco/version': `The version number {version} in the header is not one of FISCO BCOS 3.x.${ASK_ANEW}`,
  'fisco/version-falls': `The version in the header of block {height} is lower than before; it may only rise.${ASK_ANEW}`,
  'fisco/weight': `The weight {weight} of a sealer is not valid ({sealer}).${ASK_ANEW}`,
  'fisco/weights-count': `The header lists {sealers} sealers but {weights} weights.${ASK_ANEW}`,
  'fisco/wrong-signature': `This proof is invalid: the signature of sealer {index} is wrong ({sealer}).${ASK_WHOLE}`,
};
