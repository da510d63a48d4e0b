// A sentence for every error code: what it is and, after a line break, what to do.
export const errors = {
  'internal/unexpected':
    'The program met an error it did not expect; no result was reached.\nReload and try again; if it comes back, tell the maintainers the code.',
  'client/cancelled': 'Cancelled. No result was reached.',
  'core/packing': 'Data inside the program was misplaced (at {offset}); no result was reached.\nReload and try again.',
  'json/syntax': 'The file is not valid JSON (at character {offset}).\nAsk whoever issued the file for a new copy.',
  'json/too-large':
    'The JSON file is too large ({size} bytes, at most {limit}).\nAsk whoever issued the file for a new copy.',
  'json/too-deep':
    'The JSON is nested too deeply (at most {limit} levels).\nAsk whoever issued the file for a new copy.',
  'json/too-many-values':
    'The JSON holds too many values (at most {limit}).\nAsk whoever issued the file for a new copy.',
  'json/too-many-items':
    '“{path}” has {count} items, at most {limit} are allowed.\nAsk whoever issued the file for a new copy.',
  'json/string-too-long':
    '“{path}” is too long ({length} characters, at most {limit}).\nAsk whoever issued the file for a new copy.',
  'json/duplicate-key':
    'The JSON has “{key}” twice, so it is unclear which one counts.\nAsk whoever issued the file for a new copy.',
  'json/lone-surrogate':
    'The JSON holds a broken character (at {offset}).\nAsk whoever issued the file for a new copy.',
  'json/value': 'The JSON holds a value that cannot be used.\nAsk whoever issued the file for a new copy.',
  'json/unknown-member':
    'The file has an entry that is not known: “{path}”.\nUpdate this app, or ask the issuer for a file in the standard format.',
  'json/expected-string': '“{path}” should be text.\nAsk whoever issued the file for a new copy.',
  'json/expected-object': '“{path}” should be an object.\nAsk whoever issued the file for a new copy.',
  'json/expected-integer': '“{path}” should be a whole number.\nAsk whoever issued the file for a new copy.',
  'json/expected-boolean': '“{path}” should be true or false.\nAsk whoever issued the file for a new copy.',
  'json/expected-array': '“{path}” should be a list.\nAsk whoever issued the file for a new copy.',
  'json/integer-range': '“{path}” is {value}, outside {min} to {max}.\nAsk whoever issued the file for a new copy.',
  'codec/hex': 'This is not valid hexadecimal ({length} characters).\nCheck for missing or extra characters.',
  'codec/hex-length':
    '“{path}” has {found} bytes instead of {expected}.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'codec/base64': 'This is not valid Base64 ({length} characters).\nAsk whoever issued the file for a new copy.',
  'codec/utf8': 'The text is not valid UTF-8 ({length} bytes).\nAsk whoever issued the file for a new copy.',
  'codec/time': 'The time “{text}” is malformed or out of range.\nAsk whoever issued the file for a new copy.',
  'proof/index-out-of-range':
    'This proof is invalid: entry {index} lies outside the total of {total}.\nAsk the issuer for a complete proof file, then check again.',
  'proof/sibling-count':
    'This proof is invalid: it should hold {expected} sibling hashes and holds {found}.\nAsk the issuer for a complete proof file, then check again.',
  'proof/sibling-length':
    'This proof is invalid: a sibling hash has {length} bytes instead of 32.\nAsk the issuer for a complete proof file, then check again.',
  'trust/unknown-rule':
    'The trust pack asks for a rule that this app does not know: “{value}” ({path}).\nUpdate this app.',
  'trust/trust-level':
    'The trust level {numerator}/{denominator} in the pack is not safe.\nAsk whoever provides the trust pack for a correct version.',
  'cometbft/chain-id':
    'The block is from chain “{found}”, not “{expected}”.\nMake sure that you chose the right chain, or use another source.',
  'cometbft/block-protocol':
    'The block’s protocol version is not the one that the trust pack names.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/height':
    'Block height {height} is not valid.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/address-length':
    'An address in the block has {length} bytes instead of 20.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/hash-length':
    '“{field}” in the header has {length} bytes, which is not its length.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/commit-height':
    'The height {height} or round {round} of the signatures is not valid.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/commit-height-differs':
    'The signatures are for height {commit}, the header is {header}.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/commit-for-nothing':
    'The signatures are for no block.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/commit-empty':
    'The block carries no signatures.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/commit-for-other-header':
    'The signatures are for another header: the contents were exchanged.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/vote-flag':
    'Signature {index} has an unknown mark, {flag}.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/absent-vote-not-empty':
    'Validator {index} is marked absent but carries data.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/signature-length':
    'Signature {index} has {length} bytes, which is not its length.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/signature-count':
    'There are {found} signatures for {expected} validators; they do not match.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/vote-address':
    'Signature {index} does not name the address of that validator.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/double-vote':
    'One validator ({address}) was counted twice.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/validators-empty':
    'The validator list is empty.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/duplicate-validator':
    'The validator list holds an address twice.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/key-type':
    'The key type “{type}” is not allowed on this chain.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/key-type-unsupported': 'This app cannot check signatures of the type “{type}” yet.\nUpdate this app.',
  'cometbft/key-length':
    'A key of the type “{type}” has {length} bytes, which is not its length.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/power':
    'The power {power} of validator {index} is not valid.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/total-power':
    'The total power {total} is above the limit of {limit}.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/address-not-of-key':
    'The address of validator {index} does not belong to its key.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/validators-hash':
    'The validator list does not match the hash in the header.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/next-validators-hash':
    'The next validator list does not match the hash in the header.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/next-validators-missing':
    'The validators change after block {height}, but the new list is missing.\nAsk the issuer for a complete proof file, then check again.',
  'cometbft/params':
    'The chain’s parameters are not valid ({maxBytes}, {maxGas}).\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/no-quorum':
    'This proof is invalid: the power that signed is only {power} of {total}; more than {needed} is needed.\nAsk the issuer for a complete proof file, then check again.',
  'cometbft/wrong-signature':
    'This proof is invalid: the signature of the validator {address} is wrong.\nAsk the issuer for a complete proof file, then check again.',
  'cometbft/not-enough-trust':
    'Too few of the trusted validators of block {trusted} signed block {target} ({power} of {total}).\nAsk the issuer for a complete proof file, then check again.',
  'cometbft/expired':
    'The trusting period of block {height} is over; it can no longer be a start.\nImport a newer trust pack, then try again.',
  'cometbft/from-the-future':
    'The time of the block, {found}, is ahead of this device’s clock.\nSet the date and time of this device, then try again.',
  'cometbft/height-not-later':
    'Block {found} does not come after the trusted block {trusted}.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/time-not-later':
    'The time of the block is not later than that of the trusted block before it.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/not-a-child':
    'The block does not follow the trusted block.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/not-the-announced-set':
    'The validators of the block are not those that the block before announced.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/not-the-checkpoint':
    'Block {height} is not the checkpoint that the trust pack names.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/transaction-not-in-block':
    'This proof is invalid: its path does not lead to block {height}.\nAsk the issuer for a complete proof file, then check again.',
  'cometbft/proof-for-other-height':
    'This proof is invalid: it is for block {found}, not {expected}.\nAsk the issuer for a complete proof file, then check again.',
  'cometbft/result-not-in-next-header':
    'This proof is invalid: the result of execution is not in block {height}.\nAsk the issuer for a complete proof file, then check again.',
  'cometbft/result-of-other-transaction':
    'This proof is invalid: the result is of entry {found}, not {expected}.\nAsk the issuer for a complete proof file, then check again.',
  'cometbft/data-hash-not-transactions':
    'Headers of the chain {chain} do not prove transactions directly.\nAsk the issuer for a complete proof file, then check again.',
  'cometbft/tx-reply':
    'The source’s reply about the transaction contradicts itself ({member}).\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'chain/frame-range':
    'A piece of history has an impossible range ({from} to {to}).\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/leaf':
    'A field of the header is malformed.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/link-chain-id':
    'Block {height} belongs to another chain.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/link-hash':
    'The hash link of block {height} is broken.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/link-height':
    'The heights of the headers do not follow each other; {expected} was due.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/link-time':
    'The time of block {height} is not earlier than that of the block after it.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'cometbft/set-missing':
    'A validator list is missing from the data.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'codec/binary':
    'The binary data is incomplete or malformed (at {offset}).\nAsk whoever issued the file for a new copy.',
  'codec/abi':
    'The arguments of a call or event are not encoded as its interface (ABI) asks ({length} bytes).\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'codec/der': 'The DER data is incomplete or malformed (at {offset}).\nAsk whoever issued the file for a new copy.',
  'crypto/x509-algorithm':
    'The certificate’s signature algorithm, {algorithm}, is not SM2 with SM3, or it is given in two ways.\nAsk whoever provides the certificate for a correct one.',
  'crypto/x509-extension':
    'An extension of the certificate stands there twice, or must be understood and is not ({id}).\nAsk whoever provides the certificate for a correct one.',
  'crypto/x509-issuer':
    'The certificate names another issuer than the certificate given for it.\nAsk whoever provides the certificate for a correct one.',
  'crypto/x509-key':
    'The certificate’s key is not an uncompressed SM2 key (algorithm {algorithm}, curve {curve}).\nAsk whoever provides the certificate for a correct one.',
  'crypto/x509-not-ca':
    'The issuer’s certificate (version {version}) does not allow it to issue certificates.\nAsk whoever provides the certificate for a correct one.',
  'crypto/x509-path-length':
    'There are {intermediates} {intermediates?certificate:certificates} between the issuer and the last one; {limit} are allowed.\nAsk whoever provides the certificate for a correct one.',
  'crypto/x509-pem':
    'The text is no PEM of the kind {label} ({length} characters).\nAsk whoever provides the certificate for a correct one.',
  'crypto/x509-signature':
    'The signature of the certificate is wrong; it may have been altered.\nAsk whoever provides the certificate for a correct one.',
  'crypto/x509-validity':
    'The certificate is valid from {notBefore} to {notAfter}, which leaves out {now}.\nAsk whoever provides the certificate for a correct one.',
  'crypto/x509-version':
    'The version {version} of the certificate is not known.\nAsk whoever provides the certificate for a correct one.',
  'chain/unknown-family': 'This app cannot verify chains of the family “{family}” yet.\nUpdate this app.',
  'archive/not-a-manifest':
    'This is not the manifest of a chain archive.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'archive/bad-path':
    'The archive names a file that is not allowed, “{path}”.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'archive/bad-index':
    'The archive’s index names entry {index} of block {height}, which does not exist.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'archive/damaged':
    'The archive’s file “{path}” is damaged: it does not match the digest in the manifest.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'archive/wrong-file':
    'The archive holds a file of the wrong kind; {expected} was due.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'client/no-source': 'No source can be used.\nGo online, or add a source on the Chains page.',
  'client/no-checkpoint':
    'The trust pack holds no checkpoint of this chain.\nImport a newer trust pack, then try again.',
  'client/checkpoint-expired':
    'The checkpoint of the trust pack (block {height}) has expired.\nImport a newer trust pack, then try again.',
  'client/witness-denies-checkpoint':
    'The source {witness} shows another block at the checkpoint (block {height}).\nAsk whoever provides the trust pack which one is right.',
  'client/fork':
    'There are two signed versions of block {height}. The app takes no side; the chain is frozen.\nExport the evidence and hand it to the operator of the chain.',
  'client/frozen': 'This chain is frozen: there are two versions of block {height}.\nSee the Chains page.',
  'client/no-fork': 'The chain {chain} has no fork, so there is no evidence to export.',
  'client/no-common-block':
    'The two sources share no block to compare from.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'client/no-divergence':
    'A source shows another block {height} but cannot back it up.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'client/history-contradicts':
    'History contradicts what was verified at block {height}.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'client/height-above-head':
    'Block {height} is not verified yet: the newest verified block is {head}.\nSync on the Chains page, then try again.',
  'client/time-not-monotonic':
    'The time of block {height} is out of order.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'client/too-many-pivots':
    'The source needs too many blocks in between (limit {limit}).\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'source/unreachable':
    'The source cannot be reached.\nCheck the network and the address. A node must allow requests from web pages (CORS; FISCO BCOS does from 3.16 on): if it does not, put a reverse proxy with TLS and CORS in front of it, use its WebSocket (CometBFT), or use an archive.',
  'source/timeout': 'The source did not answer in time.\nTry later, or use another source.',
  'source/closed': 'The connection to the source was closed.\nTry again later.',
  'source/too-many-requests': 'The source asks for fewer requests.\nTry again later.',
  'source/server-error': 'The source has an error (status {status}).\nTry later, or use another source.',
  'source/refused': 'The source refused the request: {text}.\nUse another source.',
  'source/pruned': 'The source no longer keeps blocks that old.\nUse a source that keeps all history.',
  'source/height-too-high': 'The source does not have a block that high yet.\nTry again later.',
  'source/not-found': 'The source does not have what was asked for.\nCheck what you entered, or use another source.',
  'source/transactions-missing': 'The source has block {height} but not the transactions in it.\nUse another source.',
  'source/no-index':
    'The source cannot look up digests or transaction hashes.\nUse another source, or look by block height.',
  'source/empty': 'The source holds no blocks.\nUse another source.',
  'source/wrong-chain': 'The source is of the chain “{found}”, not “{expected}”.\nCheck the address.',
  'source/wrong-id':
    'The source’s reply does not belong to the request.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'source/not-json': 'The source’s reply is not valid JSON.\nCheck that the address is that of a node.',
  'source/null-reply':
    'The source gave an empty reply ({method}).\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'source/reply-too-large':
    'The source’s reply is too large (limit {limit} bytes).\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'source/bad-page':
    'The source gave an incomplete validator list.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'source/contradiction':
    'The source contradicts itself ({member}).\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'source/gap-in-history':
    'The source’s history has a gap.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'source/other-height':
    'The source gave block {found} instead of {expected}.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'source/other-header':
    'At block {height} the source shows another header than the verified one.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'source/bad-address':
    '“{address}” is not an address that can be used.\nEnter one that begins with wss:// or https://.',
  'source/insecure-address':
    '“{address}” is not encrypted.\nUse wss:// or https://; only addresses of this device may do without.',
  'source/no-websocket':
    'Nodes of this chain cannot be reached by WebSocket ({address}).\nEnter an address that begins with https://.',
  'source/already-there': 'The source {address} is already in the list.',
  'source/not-removable': 'This source comes with the app and cannot be removed.',
  'record/not-a-proof-file':
    'This file is not a proof file.\nAsk the issuer for a complete proof file, then check again.',
  'record/proof-version': 'This app does not know the version of the proof file, “{type}”.\nUpdate this app.',
  'record/proof-too-large':
    'The proof file is too large ({size} bytes, at most {limit}).\nAsk the issuer for a complete proof file, then check again.',
  'record/empty-file': 'The file is empty.\nAsk whoever issued the file for a new copy.',
  'record/unreadable': 'The file cannot be read.\nMake sure that it was not moved, then try again.',
  'record/is-a-trust-pack': 'This is a trust pack, not a record to check.\nImport it on the Settings page.',
  'record/unknown-chain':
    'No trust pack names the chain “{chain}”, so its signatures cannot be checked.\nImport a trust pack that does.',
  'record/no-such-checkpoint':
    'The proof starts at block {height}, which is no checkpoint of the trust pack.\nAsk the issuer for a complete proof file, then check again.',
  'record/no-light-blocks':
    'The proof holds no signed header.\nAsk the issuer for a complete proof file, then check again.',
  'record/route-misses':
    'This proof is invalid: trust does not reach block {height}.\nAsk the issuer for a complete proof file, then check again.',
  'record/not-a-record':
    'This transaction in the block is not a record of a document.\nAsk the issuer for a complete proof file, then check again.',
  'record/digest-kind-unknown':
    'The digest that was given is not the SM3 digest in the record; it may be the SHA-256 digest of the same document.\nCheck the document itself.',
  'record/no-rule':
    'The trust pack does not say which transactions of this chain are records, so no document can be compared.\nAsk whoever provides the trust pack for a version that does.',
  'record/failed-on-chain':
    'The transaction failed on the chain (code {code}); the record did not take effect.\nAsk the issuer.',
  'record/chain-frozen':
    'From block {height} on this chain has two versions; later records cannot be decided.\nSee the Chains page.',
  'record/other-header-known':
    'Block {height} in the proof is not the one verified on this device. Both are signed, so it cannot be decided.\nAsk the operator of the chain.',
  'record/two-versions':
    'The proofs given show two signed versions of the chain {chain}; it cannot be decided.\nAsk the operator of the chain.',
  'record/not-found':
    'No record of this was found. That does not mean that it was altered.\nMake sure that it is the file as recorded, or ask the issuer for a proof file.',
  'record/none-at-height': 'Block {height} holds no records.\nCheck the height.',
  'record/could-not-look':
    'No source could be reached, so records could not be looked up.\nTry again when online, or put the proof file in too.',
  'record/no-proof-given':
    'A document was given, but no proof.\nAsk the issuer for a complete proof file, then check again.',
  'record/bad-query':
    'This is not a digest, a transaction hash or a block height.\nDigests and hashes have 64 hexadecimal characters; a height is a whole number.',
  'record/nothing-given': 'Nothing was given.\nPut in a file or paste text.',
  'record/nothing-to-save': 'There is no proof to save for this result.\nCheck it again first.',
  'store/unavailable':
    'The browser does not let this site keep data, so chains cannot be kept.\nLeave private browsing, or allow this site to keep data.',
  'store/quota':
    'There is no room left on this device; nothing was saved.\nClean up on the Settings page, or make room.',
  'store/blocked': 'Another tab is holding the data.\nClose the other tabs of this app.',
  'store/open-timeout': 'The database did not open.\nClose the other tabs of this app, then reload.',
  'store/newer-version': 'The data was kept by a newer version of this app.\nReload to update.',
  'store/failed': 'Saving or reading failed ({name}).\nReload and try again.',
  'store/corrupt':
    'Data kept on this device is damaged and is being rebuilt.\nNothing damaged is shown as verified; please wait.',
  'store/wiped': 'The browser removed the headers kept on this device; they are being rebuilt.',
  'store/memory-lost': 'This device forgot how far it trusted (block {height}); it checks again from the checkpoint.',
  'store/head-differs': 'Another block is already trusted at that height; it was not saved.\nSee the Chains page.',
  'store/not-owner': 'Another tab has taken over saving; this page follows it.',
  'store/pack-rollback':
    'Version {version} of the pack “{name}” is older than version {newest}, which is in use; it was not accepted.\nAsk for the newest version.',
  'store/bad-range':
    'Block height {height} is outside what can be kept.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'store/record-too-large':
    'A piece of history is too large to keep ({size} bytes, at most {limit}).\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
  'trust/not-a-pack': 'This file is not a trust pack.\nChoose a trust pack file.',
  'trust/signature':
    'A signature of the trust pack is wrong (key {key}). It may have been altered and was not accepted.\nAsk whoever provides the trust pack for a correct version.',
  'trust/threshold':
    'The trust pack carries too few signatures: {found} of {expected}.\nAsk whoever provides the trust pack for a correct version.',
  'trust/algorithm':
    'The trust pack uses a signature algorithm that is not supported, “{algorithm}”.\nAsk whoever provides the trust pack for a correct version.',
  'trust/key':
    'A key in the trust pack is not valid ({path}).\nAsk whoever provides the trust pack for a correct version.',
  'trust/dates':
    'The dates of the trust pack are the wrong way round.\nAsk whoever provides the trust pack for a correct version.',
  'trust/duplicate-chain':
    'The trust pack names a chain twice.\nAsk whoever provides the trust pack for a correct version.',
  'trust/checkpoint':
    'A checkpoint in the trust pack is malformed ({path}).\nAsk whoever provides the trust pack for a correct version.',
  'trust/record-rule':
    'The record rule “{pattern}” in the trust pack is malformed.\nAsk whoever provides the trust pack for a correct version.',
  'trust/source-kind': 'The trust pack names a kind of source that this app does not know, “{kind}”.\nUpdate this app.',
  'trust/demo-key':
    'This pack is signed with the public demo key but does not say that it is a demo; it was not accepted.\nAsk whoever provides the trust pack for a correct version.',
  'trust/not-removable': 'This trust pack cannot be removed, or is gone already.',
  'trust/preview-gone': 'The preview is gone; no pack was accepted.\nChoose the trust pack file again.',
  'worker/no-owner': 'The tab that owns the data does not answer.\nClose the other tabs of this app, then reload.',
  'worker/measure-wrong':
    'This device computed a wrong answer, so there is no speed to tell.\nReload and measure again; if it comes back, tell the maintainers the code, and rely on no check made on this device until it is explained.',
  'worker/measure-data':
    'The signatures to measure with did not arrive whole.\nCheck the network, or reload and measure again.',
  'worker/measure-start': 'The part of the program that measures did not start.\nReload and try again.',
  'source/file-too-large': 'These files are larger than {limit} bytes.\nAdd them in several steps.',
  'source/no-light-blocks':
    'There are no light blocks in this file.\nA light block has a signed_header and a validator_set (CometBFT), or a header with its sealerList and signatureList (FISCO BCOS).',
  'trust/version-reused':
    'Version {version} of the trust pack "{name}" is here already, with other contents.\nAsk its publisher: new contents should carry a new version.',
  'client/memory-differs':
    'Block {height} is not the one that this device trusted before its headers were lost.\nDo not rely on this chain; compare with another source, or ask its operator.',
  'client/route-too-long':
    'From block {from} down to block {height} there are more than {limit} links, too many for a proof file.\nUse a trust pack with a closer checkpoint.',
  'archive/too-many-items': 'A file of the archive has more than {limit} items and is not read.\nUse another source.',
  'record/route-contradicts':
    'The proof file shows two different headers for block {height}.\nAsk for a new proof file.',
  'trust/label':
    'A name in the trust pack ({path}) contains control characters.\nAsk its publisher for a correct pack.',
  'trust/issued-in-future':
    'The trust pack is dated {issued}, later than the clock of this device.\nCheck the clock, or ask the publisher.',
  'trust/already-there': 'The trust pack "{name}" is on this device already.',
  'record/would-overwrite': 'The output {out} would overwrite an input.\nChoose another name.',
};
