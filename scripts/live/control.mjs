// What the long-running live scripts share: an orderly end, and commands on standard input, one a line, each answered
// with one line of JSON.
import readline from 'node:readline';

export const say = (value) => console.log(JSON.stringify(value));

/** Gives `end(code)`, which cleans up once and leaves; bound to SIGHUP, SIGINT, SIGTERM and to a time limit in seconds. */
export function orderlyEnd(cleanUp, maxSeconds) {
  let ending;
  const end = (code = 0) => {
    ending ??= cleanUp().finally(() => process.exit(code));
    return ending;
  };
  process.on('SIGHUP', () => end());
  process.on('SIGINT', () => end());
  process.on('SIGTERM', () => end());
  if (maxSeconds > 0) setTimeout(end, maxSeconds * 1000);
  return end;
}

async function answer(commands, line) {
  const [name, ...args] = line.split(/\s+/);
  try {
    if (!Object.hasOwn(commands, name)) throw new Error(`no such command: ${name}`);
    say({ command: line, ok: true, ...(await commands[name](...args)) });
  } catch (error) {
    say({ command: line, ok: false, error: error instanceof Error ? error.message : String(error) });
  }
}

/** Reads commands until standard input ends; `onEnd` then says whether that is the end of everything. */
export function readCommands(commands, onEnd = () => {}) {
  const lines = readline.createInterface({ input: process.stdin });
  let last = Promise.resolve(); // one after the other, so that answers come in the order of the commands
  lines.on('line', (line) => {
    if (line.trim()) last = last.then(() => answer(commands, line.trim()));
  });
  lines.on('close', () => last.then(onEnd));
}
