// One owner among tabs, with the Web Locks and the BroadcastChannel of the browser.
import { afterEach, expect, it, vi } from 'vitest';
import { electOwner, type TabGroup } from '../../../src/worker/owner.ts';

type Group = TabGroup<string, number, number>;
const groups: Group[] = [];
afterEach(() => {
  for (const group of groups.splice(0)) group.leave();
});

async function join(name: string): Promise<{ group: Group; calls: string[] }> {
  const calls: string[] = [];
  const [onOwner, onFollower] = [() => void calls.push('owner'), () => void calls.push('follower')];
  const group: Group = await electOwner({ name, onOwner, onFollower });
  groups.push(group);
  return { group, calls };
}

it('elects one owner, and another when it leaves', async () => {
  const [first, second, third] = [await join('mz-elect'), await join('mz-elect'), await join('mz-elect')];
  expect([first.calls, second.calls, third.calls]).toEqual([['owner'], ['follower'], ['follower']]);
  first.group.leave();
  await vi.waitFor(() => expect(second.calls).toEqual(['follower', 'owner']));
  second.group.leave();
  await vi.waitFor(() => expect(third.calls).toEqual(['follower', 'owner']));
  expect((await navigator.locks.query()).held?.map(({ name }) => name)).toEqual(['mz-elect']);
});

it('carries events to followers and answers to requests', async () => {
  const [owner, follower] = [await join('mz-talk'), await join('mz-talk')];
  const heard: string[] = [];
  follower.group.onEvent((event) => heard.push(event));
  owner.group.onRequest(async (n) => 2 * n);
  owner.group.publish('hello');
  expect(await follower.group.request(21)).toBe(42);
  await vi.waitFor(() => expect(heard).toEqual(['hello']));
});
