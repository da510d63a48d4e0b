import { describe, expect, it } from 'vitest';
import { chainAddress, headerAddress, parseRoute, verdictAddress } from '../../../src/app/router.ts';

describe('addresses', () => {
  it('lead to pages', () => {
    expect(parseRoute('')).toEqual({ page: 'verify' });
    expect(parseRoute('#/verdict/v1')).toEqual({ page: 'verdict', id: 'v1' });
    expect(parseRoute('#/chains')).toEqual({ page: 'chains', chainId: '' });
    expect(parseRoute('#/chains/demo-a')).toEqual({ page: 'chains', chainId: 'demo-a' });
    expect(parseRoute('#/chains/demo-a/935')).toEqual({ page: 'header', chainId: 'demo-a', height: '935' });
    expect(parseRoute('#/settings')).toEqual({ page: 'settings' });
    expect(parseRoute('#/measure')).toEqual({ page: 'measure' });
  });
  it('that are unknown or broken lead to the first page', () => {
    expect(parseRoute('#/nowhere')).toEqual({ page: 'verify' });
    expect(parseRoute('#/verdict/')).toEqual({ page: 'verify' });
    expect(parseRoute('#/chains/demo-a/x')).toEqual({ page: 'chains', chainId: 'demo-a' });
    expect(parseRoute('#/chains/%E0%A4')).toEqual({ page: 'chains', chainId: '%E0%A4' });
  });
  it('carry any chain id there and back', () => {
    const id = 'a/b c?#链';
    expect(parseRoute(chainAddress(id))).toEqual({ page: 'chains', chainId: id });
    expect(parseRoute(headerAddress(id, 12n))).toEqual({ page: 'header', chainId: id, height: '12' });
    expect(parseRoute(verdictAddress(id))).toEqual({ page: 'verdict', id });
  });
});
