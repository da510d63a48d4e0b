// What the Settings page decides by itself: which packs are in use, how full the storage is, how a pack's dates are read.
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { dateText } from '../../../src/app/pages/settings-pack-preview.ts';
import { packsInUse } from '../../../src/app/pages/settings-packs.ts';
import { usedPercent } from '../../../src/app/pages/settings-storage.ts';
import { DEMO_PACK, demoA, forked, IMPORTED_PACK, unwitnessed } from '../../support/fake-chains.ts';
import { speak } from './language.ts';

describe('settings', () => {
  beforeAll(async () => {
    vi.stubGlobal('document', { documentElement: {} });
    await speak('zh-CN');
  });

  it('lists each pack once, with the chains that rest on it', () => {
    expect(packsInUse([demoA(), unwitnessed(), forked()])).toEqual([
      { pack: DEMO_PACK, chains: ['demo-a', 'fork-038'] },
      { pack: IMPORTED_PACK, chains: ['rotate-038'] },
    ]);
  });

  it('says nothing of a quota that the browser keeps to itself', () => {
    expect(usedPercent({ usedBytes: 10, quotaBytes: 0 })).toBeUndefined();
    expect(usedPercent({ usedBytes: 50, quotaBytes: 200 })).toBe(25);
    expect(usedPercent({ usedBytes: 300, quotaBytes: 200 })).toBe(100);
  });

  it('writes dates like every other time, and shows what it cannot read as it stands', () => {
    expect(dateText('2026-11-01T00:00:00Z')).toBe('2026年11月1日 08:00:00 北京时间');
    expect(dateText('soon')).toBe('soon');
  });
});
