// One owner among tabs, with a lock manager of our own, since Node has none.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MingzhengError } from '../../../src/core/error.ts';
import { type ElectionOptions, electOwner, type TabGroup } from '../../../src/worker/owner.ts';
import { errorOf } from './samples.ts';

type Group = TabGroup<string, number, number>;
const groups: Group[] = [];
afterEach(() => {
  for (const group of groups.splice(0)) group.leave();
});

/** Exclusive locks, in order of asking, as the Web Locks API grants them. */
class FakeLocks {
  #queue: Promise<unknown> = Promise.resolve();
  #held = 0;

  request(_name: string, options: LockOptions, hold: (lock: Lock | null) => unknown): Promise<unknown> {
    if (options.ifAvailable && this.#held > 0) return Promise.resolve(hold(null));
    this.#held++;
    const turn = this.#queue.then(async () => {
      if (options.signal?.aborted) throw new DOMException('aborted', 'AbortError');
      return hold({ name: 'x', mode: 'exclusive' });
    });
    this.#queue = turn.catch(() => {}).finally(() => this.#held--);
    return turn;
  }
}

let number = 0;
function setting(locks: Pick<LockManager, 'request'> | undefined = new FakeLocks() as never) {
  const name = `mz-test-${++number}`;
  return async (values: Partial<ElectionOptions> = {}) => {
    const calls: string[] = [];
    const [onOwner, onFollower] = [() => void calls.push('owner'), () => void calls.push('follower')];
    const group: Group = await electOwner({ name, locks, onOwner, onFollower, ...values });
    groups.push(group);
    return { group, calls };
  };
}

describe('election', () => {
  it('makes the first tab owner and the others followers', async () => {
    const join = setting();
    const [first, second, third] = [await join(), await join(), await join()];
    expect([first.group.role, second.group.role, third.group.role]).toEqual(['owner', 'follower', 'follower']);
    expect([first.calls, second.calls, third.calls]).toEqual([['owner'], ['follower'], ['follower']]);
    expect(first.group.exclusive).toBe(true);
  });

  it('has one follower take over when the owner leaves, in order of coming', async () => {
    const join = setting();
    const [first, second, third] = [await join(), await join(), await join()];
    first.group.leave();
    await vi.waitFor(() => expect(second.calls).toEqual(['follower', 'owner']));
    expect([first.group.role, second.group.role, third.group.role]).toEqual(['follower', 'owner', 'follower']);
  });

  it('passes over a follower that has left', async () => {
    const join = setting();
    const [first, second, third] = [await join(), await join(), await join()];
    second.group.leave();
    first.group.leave();
    await vi.waitFor(() => expect(third.calls).toEqual(['follower', 'owner']));
    expect(second.calls).toEqual(['follower']);
  });

  it('makes every tab owner where there are no locks, and says that it is not exclusive', async () => {
    vi.stubGlobal('navigator', {});
    const join = setting(undefined);
    const tabs = [await join({ locks: undefined }), await join({ locks: undefined })];
    expect(tabs.map(({ group }) => [group.role, group.exclusive])).toEqual([
      ['owner', false],
      ['owner', false],
    ]);
    vi.unstubAllGlobals();
  });

  it('gets along without BroadcastChannel', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const { group } = await setting()();
    group.publish('nobody hears');
    expect(group.role).toBe('owner');
    vi.unstubAllGlobals();
  });
});

describe('events', () => {
  it('go from the owner to all others, until they stop listening', async () => {
    const join = setting();
    const [owner, one, two] = [await join(), await join(), await join()];
    const heard: string[] = [];
    const stop = one.group.onEvent((event) => heard.push(`one ${event}`));
    two.group.onEvent((event) => heard.push(`two ${event}`));
    owner.group.publish('a');
    await vi.waitFor(() => expect(heard.sort()).toEqual(['one a', 'two a']));
    stop();
    owner.group.publish('b');
    await vi.waitFor(() => expect(heard).toContain('two b'));
    expect(heard).not.toContain('one b');
  });

  it('of a follower, or of a tab that left, go nowhere', async () => {
    const join = setting();
    const [owner, follower] = [await join(), await join()];
    const heard: string[] = [];
    owner.group.onEvent((event) => heard.push(event));
    follower.group.onEvent((event) => heard.push(event));
    follower.group.publish('not mine to say');
    owner.group.publish('real');
    await vi.waitFor(() => expect(heard).toEqual(['real']));
    owner.group.leave();
    owner.group.publish('gone');
  });
});

describe('requests', () => {
  it('are answered by the owner, also to itself', async () => {
    const join = setting();
    const [owner, follower] = [await join(), await join()];
    owner.group.onRequest(async (n) => 2 * n);
    follower.group.onRequest(async () => -1);
    const asked = [follower.group.request(1), follower.group.request(2), owner.group.request(3)];
    expect(await Promise.all(asked)).toEqual([2, 4, 6]);
  });

  it('carry the code and values of an error, and no other message', async () => {
    const join = setting();
    const [owner, follower] = [await join(), await join()];
    owner.group.onRequest(async (n) => {
      throw n === 1 ? new MingzhengError('store/quota', { height: 5n }) : new Error('secret');
    });
    const error = await errorOf(follower.group.request(1));
    expect([error.code, error.values]).toEqual(['store/quota', { height: 5n }]);
    expect((await errorOf(follower.group.request(2))).code).toBe('internal/unexpected');
  });

  it('end with worker/no-owner when nobody answers or the tab leaves', async () => {
    const join = setting();
    const [owner, follower] = [await join(), await join({ requestTimeoutMs: 20 })];
    owner.group.onRequest(() => new Promise(() => {}));
    expect((await errorOf(follower.group.request(1))).code).toBe('worker/no-owner');
    const pending = follower.group.request(2);
    follower.group.leave();
    expect((await errorOf(pending)).code).toBe('worker/no-owner');
  });

  it('end with worker/no-owner while the owner has no handler yet', async () => {
    const { group } = await setting()();
    expect((await errorOf(group.request(1))).code).toBe('worker/no-owner');
  });
});
