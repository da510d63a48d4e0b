// One owner among the tabs of this app: it holds a Web Lock as long as it lives and is the only one that syncs and
// writes. The others follow what it publishes, may ask it, and one of them takes over when it goes.
import { MingzhengError } from '../core/error.ts';

export type Role = 'owner' | 'follower';

export interface ElectionOptions {
  /** Name of the lock and of the channel. */
  readonly name: string;
  /** Called when this tab becomes the owner, at once or later. */
  readonly onOwner: () => void;
  /** Called once if another tab is the owner at the start. */
  readonly onFollower: () => void;
  /** For tests. Without Web Locks (Safari before 15.4) every tab is owner, and the chain stores must be opened `shared`. */
  readonly locks?: Pick<LockManager, 'request'>;
  /** How long an answer of the owner may take, ms. */
  readonly requestTimeoutMs?: number;
}

/** The tabs of one app. Events go from the owner to the followers, requests from followers to the owner. */
export interface TabGroup<Event, Request, Answer> {
  readonly role: Role;
  /** Whether only one tab can be owner here. */
  readonly exclusive: boolean;
  /** To all other tabs; ignored in a follower. */
  publish(event: Event): void;
  /** Gives a function that ends the subscription. */
  onEvent(listener: (event: Event) => void): () => void;
  /** How this tab answers while it is the owner. */
  onRequest(handler: (request: Request) => Promise<Answer>): void;
  /** Errors: `worker/no-owner` when nobody answered in time (the owner may just have gone: ask again), or the owner's. */
  request(request: Request): Promise<Answer>;
  /** Gives up ownership and leaves. Call it on `pagehide`: a held lock keeps a page out of the back-forward cache. */
  leave(): void;
}

type Message<Event, Request, Answer> =
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'request'; readonly id: string; readonly request: Request }
  | { readonly kind: 'answer'; readonly id: string; readonly answer: Answer }
  | { readonly kind: 'refusal'; readonly id: string; readonly code: string; readonly values: MingzhengError['values'] };

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Joins the tabs and resolves as soon as the role of this tab is known. */
export async function electOwner<Event, Request, Answer>(
  options: ElectionOptions,
): Promise<TabGroup<Event, Request, Answer>> {
  const group = new Tabs<Event, Request, Answer>(options);
  await group.join();
  return group;
}

class Tabs<Event, Request, Answer> implements TabGroup<Event, Request, Answer> {
  role: Role = 'follower';
  readonly exclusive: boolean;
  readonly #locks: Pick<LockManager, 'request'> | undefined;
  readonly #channel: BroadcastChannel | undefined;
  readonly #listeners = new Set<(event: Event) => void>();
  readonly #waiting = new Map<string, Waiting<Answer>>();
  readonly #leaving = new AbortController();
  #handler: ((request: Request) => Promise<Answer>) | undefined;

  constructor(private readonly options: ElectionOptions) {
    this.#locks = options.locks ?? globalThis.navigator?.locks;
    this.exclusive = this.#locks !== undefined;
    this.#channel = globalThis.BroadcastChannel && new BroadcastChannel(options.name);
    if (this.#channel) this.#channel.onmessage = ({ data }) => this.#receive(data);
  }

  async join(): Promise<void> {
    if (!this.#locks || (await this.#holdsLock({ ifAvailable: true }))) return this.#own();
    this.options.onFollower();
    void this.#holdsLock({ signal: this.#leaving.signal }).then((held) => held && this.#own());
  }

  /** Resolves when the lock is held, which it then is until `leave`; false when it was not to be had. */
  #holdsLock(request: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      const hold = (lock: Lock | null) => {
        resolve(lock !== null && !this.#leaving.signal.aborted);
        return lock ? this.#untilLeaving() : undefined;
      };
      this.#locks!.request(this.options.name, request, hold).catch(() => resolve(false));
    });
  }

  #untilLeaving(): Promise<void> {
    const { signal } = this.#leaving;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  #own(): void {
    if (this.#leaving.signal.aborted) return;
    this.role = 'owner';
    this.options.onOwner();
  }

  publish(event: Event): void {
    if (this.role === 'owner') this.#send({ kind: 'event', event });
  }

  onEvent(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onRequest(handler: (request: Request) => Promise<Answer>): void {
    this.#handler = handler;
  }

  request(request: Request): Promise<Answer> {
    if (this.role === 'owner') return this.#handle(request);
    const ms = this.options.requestTimeoutMs ?? 10_000;
    const id = crypto.randomUUID();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(id)?.reject(new MingzhengError('worker/no-owner', { ms })), ms);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#send({ kind: 'request', id, request });
    });
  }

  leave(): void {
    this.role = 'follower';
    this.#leaving.abort();
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(new MingzhengError('worker/no-owner'));
    this.#channel?.close();
  }

  #send(message: Message<Event, Request, Answer>): void {
    if (!this.#leaving.signal.aborted) this.#channel?.postMessage(message);
  }

  #receive(message: Message<Event, Request, Answer>): void {
    switch (message.kind) {
      case 'event':
        for (const listener of this.#listeners) listener(message.event);
        break;
      case 'request':
        if (this.role === 'owner') void this.#answer(message.id, message.request);
        break;
      case 'answer':
        this.#settle(message.id)?.resolve(message.answer);
        break;
      case 'refusal':
        this.#settle(message.id)?.reject(new MingzhengError(message.code, message.values));
        break;
    }
  }

  #settle(id: string): Waiting<Answer> | undefined {
    const waiting = this.#waiting.get(id);
    clearTimeout(waiting?.timer);
    this.#waiting.delete(id);
    return waiting;
  }

  async #handle(request: Request): Promise<Answer> {
    if (!this.#handler) throw new MingzhengError('worker/no-owner');
    return this.#handler(request);
  }

  async #answer(id: string, request: Request): Promise<void> {
    try {
      this.#send({ kind: 'answer', id, answer: await this.#handle(request) });
    } catch (error) {
      const known = error instanceof MingzhengError ? error : new MingzhengError('internal/unexpected');
      this.#send({ kind: 'refusal', id, code: known.code, values: known.values });
    }
  }
}
