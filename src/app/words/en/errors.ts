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
    'The signature of validator {index} is wrong.\nThis data cannot be relied on. Use another source, or ask the issuer for a new proof.',
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
};
