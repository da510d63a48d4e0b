import { test } from '@playwright/test';
import { cometbft } from '../../src/chain/cometbft/family.ts';
import { writeArchive } from '../../src/client/archive/writer.ts';
import { loadCore } from '../../src/core/load-node.ts';
import { makeChain } from '../support/make-chain.ts';
test('gen', async () => {
  test.setTimeout(200000);
  const core = await loadCore().catch((e) => e);
  console.log(core?.build ?? core);
  for (const length of [2000, 16000]) {
  let t0 = performance.now();
  const chain = await makeChain({ chainId: 'demo-a', length, validators: 1, transactions: () => [], sign: (h) => h === 1n || h === BigInt(length) ? 'commit' : 'absent' });
  console.log(length, 'made', performance.now() - t0); t0 = performance.now();
  const files = writeArchive({ family: cometbft, chainId: 'demo-a', blocks: chain.blocks as never, waypoints: [1n, BigInt(length)], data: new Map(), index: [] });
  console.log('written', performance.now() - t0, [...files].map(([p, b]) => `${p} ${b.length}`).filter(x=>!x.startsWith('blocks')).join('\n'));
  }
});
