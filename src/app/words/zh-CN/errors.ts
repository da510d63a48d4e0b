// A sentence for every error code: what it is and, after a line break, what to do.
export const errors = {
  'internal/unexpected': '程序出了意料之外的错误，没有得出结论。\n请重新载入后再试；若再次出现，请把代码告诉维护者。',
  'client/cancelled': '已取消，没有得出结论。',
  'core/packing': '内部数据没有排对（位置 {offset}），没有得出结论。\n请重新载入后再试。',
  'json/syntax': '文件不是有效的 JSON（第 {offset} 个字符处）。\n请向开具方重新索要这个文件。',
  'json/too-large': 'JSON 文件太大（{size} 字节，最多 {limit}）。\n请向开具方重新索要这个文件。',
  'json/too-deep': 'JSON 嵌套太深（最多 {limit} 层）。\n请向开具方重新索要这个文件。',
  'json/too-many-values': 'JSON 里的值太多（最多 {limit} 个）。\n请向开具方重新索要这个文件。',
  'json/too-many-items': '“{path}”有 {count} 项，最多 {limit} 项。\n请向开具方重新索要这个文件。',
  'json/string-too-long': '“{path}”太长（{length} 个字符，最多 {limit}）。\n请向开具方重新索要这个文件。',
  'json/duplicate-key': 'JSON 里“{key}”出现了两次，无法确定以哪个为准。\n请向开具方重新索要这个文件。',
  'json/lone-surrogate': 'JSON 里有残缺的字符（第 {offset} 个字符处）。\n请向开具方重新索要这个文件。',
  'json/value': 'JSON 里有不能使用的值。\n请向开具方重新索要这个文件。',
  'json/unknown-member': '文件里有不认识的项“{path}”。\n请更新本应用，或向开具方索要标准格式的文件。',
  'json/expected-string': '“{path}”应当是文字。\n请向开具方重新索要这个文件。',
  'json/expected-object': '“{path}”应当是一组项目。\n请向开具方重新索要这个文件。',
  'json/expected-integer': '“{path}”应当是整数。\n请向开具方重新索要这个文件。',
  'json/expected-boolean': '“{path}”应当是“是”或“否”。\n请向开具方重新索要这个文件。',
  'json/expected-array': '“{path}”应当是一个列表。\n请向开具方重新索要这个文件。',
  'json/integer-range': '“{path}”的值 {value} 超出范围（{min} 到 {max}）。\n请向开具方重新索要这个文件。',
  'codec/hex': '不是有效的十六进制文字（{length} 个字符）。\n请检查有没有漏字或多字。',
  'codec/base64': '不是有效的 Base64 文字（{length} 个字符）。\n请向开具方重新索要这个文件。',
  'codec/utf8': '文字编码不是有效的 UTF-8（{length} 字节）。\n请向开具方重新索要这个文件。',
  'codec/time': '时间“{text}”写法不对或超出范围。\n请向开具方重新索要这个文件。',
  'proof/index-out-of-range':
    '这份证明无效：序号 {index} 超出总数 {total}。\n请向开具方索要完整的证明文件，再核验一次。',
  'proof/sibling-count':
    '这份证明无效：旁支哈希应有 {expected} 个，却有 {found} 个。\n请向开具方索要完整的证明文件，再核验一次。',
  'proof/sibling-length':
    '这份证明无效：旁支哈希长 {length} 字节，应为 32。\n请向开具方索要完整的证明文件，再核验一次。',
  'trust/unknown-rule': '信任包要求的规则“{value}”（{path}）本应用不认识。\n请更新本应用。',
  'trust/trust-level': '信任包里的信任比例 {numerator}/{denominator} 不安全。\n请向提供信任包的单位索要正确的版本。',
  'cometbft/chain-id': '区块来自链“{found}”，应为“{expected}”。\n请确认选对了链，或换一个来源。',
  'cometbft/block-protocol':
    '区块的协议版本与信任包所说的不同。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/height': '区块高度 {height} 无效。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/address-length':
    '区块里有一个地址长 {length} 字节，应为 20。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/hash-length':
    '区块头的“{field}”长 {length} 字节，长度不对。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/commit-height':
    '签名所写的高度 {height} 或轮次 {round} 无效。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/commit-height-differs':
    '签名属于高度 {commit}，区块头是 {header}。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/commit-for-nothing': '签名没有指向任何区块。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/commit-empty': '区块没有带任何签名。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/commit-for-other-header':
    '签名属于另一个区块头：内容被换过。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/vote-flag':
    '第 {index} 个签名的标记 {flag} 不认识。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/absent-vote-not-empty':
    '第 {index} 个验证人标为缺席，却带有数据。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/signature-length':
    '第 {index} 个签名长 {length} 字节，长度不对。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/signature-count':
    '签名有 {found} 个，验证人有 {expected} 个，对不上。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/vote-address':
    '第 {index} 个签名写的不是这个验证人的地址。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/double-vote':
    '同一个验证人（{address}）被算了两次。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/validators-empty': '验证人名单是空的。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/duplicate-validator': '验证人名单里有重复的地址。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/key-type': '公钥类型“{type}”不在这条链允许之列。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/key-type-unsupported': '本应用还不能核对“{type}”类型的签名。\n请更新本应用。',
  'cometbft/key-length':
    '“{type}”公钥长 {length} 字节，长度不对。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/power': '第 {index} 个验证人的票权 {power} 无效。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/total-power': '总票权 {total} 超出上限 {limit}。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/address-not-of-key':
    '第 {index} 个验证人的地址与公钥不符。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/validators-hash':
    '验证人名单与区块头里的哈希不符。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/next-validators-hash':
    '下一届验证人名单与区块头里的哈希不符。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/next-validators-missing':
    '区块 {height} 之后换了验证人，但没有给出新名单。\n请向开具方索要完整的证明文件，再核验一次。',
  'cometbft/params': '链的参数无效（{maxBytes}，{maxGas}）。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/no-quorum':
    '这份证明无效：签名的票权只有 {power}/{total}，须超过 {needed}。\n请向开具方索要完整的证明文件，再核验一次。',
  'cometbft/wrong-signature': '第 {index} 个验证人的签名无效。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/not-enough-trust':
    '从区块 {trusted} 到 {target}，已信任的验证人签名不足（{power}/{total}）。\n请向开具方索要完整的证明文件，再核验一次。',
  'cometbft/expired': '区块 {height} 的信任期已过，不能再从它出发。\n请导入更新的信任包，再试一次。',
  'cometbft/from-the-future': '区块的时间 {found} 晚于本机时钟。\n请校正本机的日期和时间，再试一次。',
  'cometbft/height-not-later':
    '区块 {found} 不在已信任的区块 {trusted} 之后。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/time-not-later':
    '区块的时间不晚于它之前已信任的区块。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/not-a-child': '区块没有接在已信任的区块之后。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/not-the-announced-set':
    '区块的验证人不是上一区块所预告的。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/not-the-checkpoint':
    '区块 {height} 不是信任包指定的检查点。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
};
