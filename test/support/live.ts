// A living CometBFT network as the end-to-end tests run it: the script of scripts/ as a child process, asked by commands on
// its standard input, one line of JSON an answer. It ends with the test, whatever happens to the test.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Another folder of node programs; an empty one, and a PATH without Go, show how the tests are skipped. */
const BIN_DIR = process.env.LIVE_BIN_DIR ? ['--bin-dir', process.env.LIVE_BIN_DIR] : [];
const SCRIPTS = fileURLToPath(new URL('../../scripts/', import.meta.url));

export interface LiveReply {
  readonly ok?: boolean;
  readonly error?: string;
  readonly hash?: string;
  readonly replies?: readonly { readonly hash: string; readonly code: number }[];
  readonly heights?: readonly (number | null)[];
}

export interface NetworkReady {
  readonly chainId: string;
  readonly rpc: readonly string[];
  readonly ws: readonly string[];
}

export interface ForkReady {
  readonly chainId: string;
  readonly common: number;
  readonly a: { readonly rpc: readonly string[]; readonly ws: readonly string[] };
  readonly b: { readonly rpc: readonly string[]; readonly ws: readonly string[] };
}

/** A running script. `ready` is its first line. */
export class Live<Ready> {
  readonly #lines: ((line: string) => void)[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly ready: Ready,
  ) {}

  /** Undefined where there is neither Go nor a built program. The first run of a version builds it, which takes minutes. */
  static async start<Ready>(script: string, args: readonly string[]): Promise<Live<Ready> | undefined> {
    const all = [
      `${SCRIPTS}${script}`,
      '--base-port',
      '0',
      '--stop-with-stdin',
      '--max-seconds',
      '600',
      ...BIN_DIR,
      ...args,
    ];
    const child = spawn(process.execPath, all, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout! });
    const first = await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it was ready`)));
    });
    const ready = JSON.parse(first) as Ready & { skipped?: string; error?: string };
    if (ready.error) throw new Error(`${script}: ${ready.error}`);
    if (ready.skipped) return undefined;
    const live = new Live<Ready>(child, ready);
    lines.on('line', (line) => live.#lines.shift()?.(line));
    return live;
  }

  /** Sends a command and gives its answer; one that failed throws. */
  async command(line: string): Promise<LiveReply> {
    const answer = new Promise<string>((resolve) => this.#lines.push(resolve));
    this.child.stdin!.write(`${line}\n`);
    const reply = JSON.parse(await answer) as LiveReply;
    if (!reply.ok) throw new Error(`${line}: ${reply.error}`);
    return reply;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin!.end('quit\n');
    await gone;
  }
}

/** A node's answer to one call. */
export async function ask(
  rpc: string,
  method: string,
  params: object,
): Promise<{ readonly result?: { readonly hash?: string }; readonly error?: { readonly data?: string } }> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const reply = await fetch(rpc, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return (await reply.json()) as { result?: { hash?: string } };
}
