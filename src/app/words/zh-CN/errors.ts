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
  'codec/hex-length':
    '“{path}”长 {found} 字节，应为 {expected}。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
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
    '第 {index} 号签名的标记 {flag} 不认识。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/absent-vote-not-empty':
    '第 {index} 号验证人标为缺席，却带有数据。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/signature-length':
    '第 {index} 号签名长 {length} 字节，长度不对。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/signature-count':
    '签名有 {found} 个，验证人有 {expected} 个，对不上。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/vote-address':
    '第 {index} 号签名写的不是这个验证人的地址。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/double-vote':
    '同一个验证人（{address}）被算了两次。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/validators-empty': '验证人名单是空的。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/duplicate-validator': '验证人名单里有重复的地址。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/key-type': '公钥类型“{type}”不在这条链允许之列。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/key-type-unsupported': '本应用还不能核对“{type}”类型的签名。\n请更新本应用。',
  'cometbft/key-length':
    '“{type}”公钥长 {length} 字节，长度不对。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/power': '第 {index} 号验证人的票权 {power} 无效。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/total-power': '总票权 {total} 超出上限 {limit}。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/address-not-of-key':
    '第 {index} 号验证人的地址与公钥不符。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/validators-hash':
    '验证人名单与区块头里的哈希不符。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/next-validators-hash':
    '下一届验证人名单与区块头里的哈希不符。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/next-validators-missing':
    '区块 {height} 之后换了验证人，但没有给出新名单。\n请向开具方索要完整的证明文件，再核验一次。',
  'cometbft/params': '链的参数无效（{maxBytes}，{maxGas}）。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/no-quorum':
    '这份证明无效：签名的票权只有 {power}/{total}，须超过 {needed}。\n请向开具方索要完整的证明文件，再核验一次。',
  'cometbft/wrong-signature':
    '这份证明无效：验证人 {address} 的签名是错的。\n请向开具方索要完整的证明文件，再核验一次。',
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
  'cometbft/transaction-not-in-block':
    '这份证明无效：路径没有通到区块 {height}。\n请向开具方索要完整的证明文件，再核验一次。',
  'cometbft/proof-for-other-height':
    '这份证明无效：它属于区块 {found}，不是 {expected}。\n请向开具方索要完整的证明文件，再核验一次。',
  'cometbft/result-not-in-next-header':
    '这份证明无效：执行结果不在区块 {height} 里。\n请向开具方索要完整的证明文件，再核验一次。',
  'cometbft/result-of-other-transaction':
    '这份证明无效：执行结果属于第 {found} 笔，不是第 {expected} 笔。\n请向开具方索要完整的证明文件，再核验一次。',
  'cometbft/data-hash-not-transactions':
    '链 {chain} 的区块头不能直接证明交易。\n请向开具方索要完整的证明文件，再核验一次。',
  'cometbft/tx-reply': '来源给出的交易自相矛盾（{member}）。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'chain/frame-range':
    '一段区块头的范围无效（{from} 到 {to}）。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/leaf': '区块头的字段写法不对。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/link-chain-id': '区块 {height} 属于另一条链。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/link-hash': '区块 {height} 的哈希链接断开。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/link-height':
    '区块头的高度不连续，应为 {expected}。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/link-time':
    '区块 {height} 的时间不早于它之后的区块。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'cometbft/set-missing': '数据里缺少一份验证人名单。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'codec/binary': '二进制数据不完整或写法不对（位置 {offset}）。\n请向开具方重新索要这个文件。',
  'codec/abi':
    '调用或事件的参数不符合接口（ABI）的编码（{length} 字节）。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'codec/der': 'DER 数据不完整或写法不对（位置 {offset}）。\n请向开具方重新索要这个文件。',
  'crypto/x509-algorithm':
    '证书的签名算法 {algorithm} 不是 SM2 加 SM3，或前后写得不一致。\n请向提供证书的单位索要正确的证书。',
  'crypto/x509-extension': '证书的一个扩展项重复出现，或必须理解却不认识（{id}）。\n请向提供证书的单位索要正确的证书。',
  'crypto/x509-issuer': '证书写的签发者不是所给的上级证书。\n请向提供证书的单位索要正确的证书。',
  'crypto/x509-key':
    '证书的公钥不是未压缩的 SM2 公钥（算法 {algorithm}，曲线 {curve}）。\n请向提供证书的单位索要正确的证书。',
  'crypto/x509-not-ca': '上级证书（第 {version} 版）不允许用来签发证书。\n请向提供证书的单位索要正确的证书。',
  'crypto/x509-path-length':
    '签发者与最后一张证书之间有 {intermediates} 张证书，只允许 {limit} 张。\n请向提供证书的单位索要正确的证书。',
  'crypto/x509-pem': '这段文字不是 {label} 的 PEM 格式（{length} 个字符）。\n请向提供证书的单位索要正确的证书。',
  'crypto/x509-signature': '证书的签名无效，内容可能被改动。\n请向提供证书的单位索要正确的证书。',
  'crypto/x509-validity':
    '证书的有效期是 {notBefore} 至 {notAfter}，不包括 {now}。\n请向提供证书的单位索要正确的证书。',
  'crypto/x509-version': '证书的版本 {version} 不认识。\n请向提供证书的单位索要正确的证书。',
  'chain/unknown-family': '本应用还不会核验“{family}”类的链。\n请更新本应用。',
  'archive/not-a-manifest': '这不是链档案的目录文件。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'archive/bad-path': '链档案里有不允许的文件名“{path}”。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'archive/bad-index':
    '链档案的索引指向区块 {height} 里不存在的第 {index} 笔。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'archive/damaged':
    '链档案的文件“{path}”已损坏：内容与目录所记的摘要不同。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'archive/wrong-file':
    '链档案里的文件种类不对，应为 {expected}。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'client/no-source': '没有可用的来源。\n请联网，或在“链”页添加一个来源。',
  'client/no-checkpoint': '信任包里没有这条链的检查点。\n请导入更新的信任包，再试一次。',
  'client/checkpoint-expired': '信任包里的检查点（区块 {height}）已过期。\n请导入更新的信任包，再试一次。',
  'client/witness-denies-checkpoint':
    '来源 {witness} 在检查点（区块 {height}）给出另一个区块。\n请向信任包的提供方核实检查点。',
  'client/fork': '区块 {height} 有两个都有签名的版本。本应用不选边，链已冻结。\n请导出证据，交给链的运营方。',
  'client/frozen': '这条链已冻结：区块 {height} 有两个版本。\n详情见“链”页。',
  'client/no-fork': '链 {chain} 没有分叉，没有可导出的证据。',
  'client/no-common-block': '两个来源没有共同的区块可以比较。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'client/no-divergence':
    '来源给出另一个区块 {height}，却证明不了它。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'client/history-contradicts':
    '历史在区块 {height} 处与已验证的不符。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'client/height-above-head': '区块 {height} 还没有验证：最新已验证到 {head}。\n请在“链”页同步后再试。',
  'client/time-not-monotonic': '区块 {height} 的时间顺序不对。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'client/too-many-pivots':
    '来源要求的中间区块太多（上限 {limit}）。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'source/unreachable':
    '连不上来源。\n请检查网络和地址。节点须允许网页跨站访问（CORS，FISCO BCOS 从 3.16 起允许）；不允许时，请在节点前加带 TLS 和 CORS 的反向代理，或改用 WebSocket（CometBFT），或改用存档。',
  'source/timeout': '来源没有及时回答。\n请稍后再试，或换一个来源。',
  'source/closed': '与来源的连接已断开。\n请稍后再试。',
  'source/too-many-requests': '来源要求放慢请求。\n请稍后再试。',
  'source/server-error': '来源出错（状态 {status}）。\n请稍后再试，或换一个来源。',
  'source/refused': '来源拒绝了请求：{text}。\n请换一个来源。',
  'source/pruned': '来源已不保留这么早的区块。\n请换一个保留全部历史的来源。',
  'source/height-too-high': '来源还没有这个高度的区块。\n请稍后再试。',
  'source/not-found': '来源没有所要的内容。\n请核对内容，或换一个来源。',
  'source/transactions-missing': '来源有区块 {height}，却没有其中的交易。\n请换一个来源。',
  'source/no-index': '来源不能按摘要或交易哈希查找。\n请换一个来源，或改用区块高度查找。',
  'source/empty': '来源里没有任何区块。\n请换一个来源。',
  'source/wrong-chain': '来源属于链“{found}”，应为“{expected}”。\n请检查地址。',
  'source/wrong-id': '来源的回答与请求对不上。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'source/not-json': '来源的回答不是有效的 JSON。\n请检查地址是不是节点的地址。',
  'source/null-reply': '来源给了空的回答（{method}）。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'source/reply-too-large':
    '来源的回答太大（上限 {limit} 字节）。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'source/bad-page': '来源给出的验证人名单不完整。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'source/contradiction': '来源的回答自相矛盾（{member}）。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'source/gap-in-history': '来源给出的历史有缺口。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'source/other-height':
    '来源给了区块 {found}，要的是 {expected}。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'source/other-header':
    '来源在区块 {height} 给出的区块头与已验证的不同。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'source/bad-address': '“{address}”不是可用的地址。\n请填写以 wss:// 或 https:// 开头的地址。',
  'source/insecure-address': '“{address}”没有加密。\n请使用 wss:// 或 https://；只有本机地址可以不加密。',
  'source/no-websocket': '这条链的节点不能用 WebSocket 连接（{address}）。\n请填写以 https:// 开头的地址。',
  'source/already-there': '来源 {address} 已经在列表里。',
  'source/not-removable': '这个来源随应用提供，不能移除。',
  'record/not-a-proof-file': '这个文件不是证明文件。\n请向开具方索要完整的证明文件，再核验一次。',
  'record/proof-version': '证明文件的版本“{type}”本应用不认识。\n请更新本应用。',
  'record/proof-too-large': '证明文件太大（{size} 字节，最多 {limit}）。\n请向开具方索要完整的证明文件，再核验一次。',
  'record/empty-file': '文件是空的。\n请向开具方重新索要这个文件。',
  'record/unreadable': '文件读不出来。\n请确认文件没有被移动，再试一次。',
  'record/is-a-trust-pack': '这是信任包，不是要核验的记录。\n请在“设置”页导入它。',
  'record/unknown-chain': '信任包里没有链“{chain}”，无法核对它的签名。\n请导入包含这条链的信任包。',
  'record/no-such-checkpoint':
    '证明从区块 {height} 出发，信任包里没有这个检查点。\n请向开具方索要完整的证明文件，再核验一次。',
  'record/no-light-blocks': '证明里没有带签名的区块头。\n请向开具方索要完整的证明文件，再核验一次。',
  'record/route-misses': '这份证明无效：信任没有接到区块 {height}。\n请向开具方索要完整的证明文件，再核验一次。',
  'record/not-a-record': '区块里的这笔交易不是登记记录。\n请向开具方索要完整的证明文件，再核验一次。',
  'record/digest-kind-unknown':
    '给出的摘要与链上记录的 SM3 摘要不同；它也可能是同一文件的 SHA-256 摘要。\n请直接放入原件核验。',
  'record/no-rule':
    '信任包没有写明这条链上哪些交易是登记记录，文件无从比对。\n请向提供信任包的单位索要写明这一点的版本。',
  'record/failed-on-chain': '这笔交易在链上执行失败（代码 {code}），登记没有生效。\n请向开具方核实。',
  'record/chain-frozen': '这条链从区块 {height} 起有两个版本，此后的记录无法判定。\n详情见“链”页。',
  'record/other-header-known':
    '证明所给的区块 {height} 与本机已验证的不是同一个。两边都有签名，无法判定。\n请向链的运营方核实。',
  'record/two-versions': '放入的证明给出链 {chain} 的两个版本，两边都有签名，无法判定。\n请向链的运营方核实。',
  'record/not-found': '没有找到这份文件的登记记录。不等于被改动。\n请确认是登记时的原文件，或向开具方索要证明文件。',
  'record/none-at-height': '区块 {height} 里没有登记记录。\n请核对高度。',
  'record/could-not-look': '来源连不上，没能查找记录。\n请联网后再试，或把证明文件也放进来。',
  'record/no-proof-given': '只给了文件，没有给证明。\n请向开具方索要完整的证明文件，再核验一次。',
  'record/bad-query': '这不是摘要、交易哈希或区块高度。\n摘要和哈希是 64 个十六进制字符，高度是正整数。',
  'record/nothing-given': '没有放入任何内容。\n请放入文件或粘贴文字。',
  'record/nothing-to-save': '这个结果没有可保存的证明。\n请重新核验一次。',
  'store/unavailable': '浏览器不允许本站保存数据，链不能保留到下次。\n请关闭无痕模式，或允许本站保存数据。',
  'store/quota': '本机空间不足，没有保存。\n请在“设置”页清理，或腾出空间。',
  'store/blocked': '另一个标签页占用着数据。\n请关闭本应用的其他标签页。',
  'store/open-timeout': '数据库没有打开。\n请关闭本应用的其他标签页，再重新载入。',
  'store/newer-version': '数据由更新版本的应用保存。\n请重新载入以更新本应用。',
  'store/failed': '保存或读取失败（{name}）。\n请重新载入后再试。',
  'store/corrupt': '本机保存的数据已损坏，正在重建。\n已验证的结论不受影响，请稍候。',
  'store/wiped': '浏览器清除了本机保存的区块头，正在重建。',
  'store/memory-lost': '本机忘记了已信任到的高度（区块 {height}），将从检查点重新核对。',
  'store/head-differs': '同一高度上有另一个已信任的区块，没有保存。\n请在“链”页查看。',
  'store/not-owner': '另一个标签页已接手保存。此页会跟随显示。',
  'store/pack-rollback': '信任包“{name}”第 {version} 版比已有的第 {newest} 版旧，没有接受。\n请索要最新版本。',
  'store/bad-range': '区块高度 {height} 超出可保存的范围。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'store/record-too-large':
    '一段区块头太大，无法保存（{size} 字节，最多 {limit}）。\n这份数据不可信。请换一个来源，或向开具方重新索要证明。',
  'trust/not-a-pack': '这个文件不是信任包。\n请选择信任包文件。',
  'trust/signature': '信任包的签名无效（密钥 {key}）。内容可能被改动，没有接受。\n请向提供信任包的单位索要正确的版本。',
  'trust/threshold': '信任包的签名不足：{found} 个，需要 {expected} 个。\n请向提供信任包的单位索要正确的版本。',
  'trust/algorithm': '信任包用了不支持的签名算法“{algorithm}”。\n请向提供信任包的单位索要正确的版本。',
  'trust/key': '信任包里的密钥无效（{path}）。\n请向提供信任包的单位索要正确的版本。',
  'trust/dates': '信任包的有效期写反了。\n请向提供信任包的单位索要正确的版本。',
  'trust/duplicate-chain': '信任包里有重复的链。\n请向提供信任包的单位索要正确的版本。',
  'trust/checkpoint': '信任包里的检查点写法不对（{path}）。\n请向提供信任包的单位索要正确的版本。',
  'trust/record-rule': '信任包里的记录规则“{pattern}”写法不对。\n请向提供信任包的单位索要正确的版本。',
  'trust/source-kind': '信任包里的来源种类“{kind}”本应用不认识。\n请更新本应用。',
  'trust/demo-key':
    '这个信任包用公开的演示密钥签名，却没有标明是演示，没有接受。\n请向提供信任包的单位索要正确的版本。',
  'trust/not-removable': '这个信任包不能移除，或已经移除。',
  'trust/preview-gone': '预览已失效，没有接受任何信任包。\n请重新选择信任包文件。',
  'worker/no-owner': '负责保存的标签页没有回应。\n请关闭本应用的其他标签页，再重新载入。',
  'worker/measure-wrong':
    '这台设备算出了错误的答案，所以没有速度可说。\n请重新载入后再测；若再次出现，请把代码告诉维护者，查明之前不要依赖这台设备的核验。',
  'worker/measure-data': '测量用的签名没有完整取到。\n请检查网络，或重新载入后再测。',
  'worker/measure-start': '负责测量的程序没能启动。\n请重新载入后再试。',
  'source/file-too-large': '这些文件超过 {limit} 字节，太大了。\n请分成几次添加。',
  'source/no-light-blocks':
    '这个文件里没有轻区块。\n轻区块要有 signed_header 和 validator_set（CometBFT），或是带 sealerList 和 signatureList 的区块头（FISCO BCOS）。',
  'trust/version-reused':
    '信任包“{name}”第 {version} 版已经导入过，内容却不同。\n请向发布者核实；新的内容应当用新的版本号。',
  'client/memory-differs':
    '区块 {height} 与本机以前信任过的不同，本机的区块头曾经丢失。\n不要采信这条链的结果；请换来源核对，或联系链的运营方。',
  'client/route-too-long':
    '从区块 {from} 到区块 {height} 的链接超过 {limit} 个，证明文件放不下。\n请使用检查点更近的信任包。',
  'archive/too-many-items': '存档文件里的条目超过 {limit} 个，不予读取。\n请换一个来源。',
  'record/route-contradicts': '证明文件在区块 {height} 给出了两个不同的区块头。\n请向提供者索取新的证明文件。',
  'trust/label': '信任包里的名称（{path}）含有控制字符。\n请向发布者索取正确的信任包。',
  'trust/issued-in-future': '信任包的签发时间 {issued} 比本机时钟晚。\n请核对本机时间，或向发布者核实。',
  'trust/already-there': '信任包“{name}”已经在本机上了。',
  'record/would-overwrite': '输出文件 {out} 会覆盖输入文件。\n请换一个文件名。',
};
