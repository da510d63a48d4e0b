// JSON-RPC to CometBFT nodes on loopback, and the waiting that goes with it. Used by the live network scripts alone.
import net from 'node:net';

export const HOST = '127.0.0.1';
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The text of a node's answer to one call over HTTP POST. */
export async function callText(port, method, params = {}, { id = 1, timeoutMs = 20_000 } = {}) {
  const reply = await fetch(`http://${HOST}:${port}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  return reply.text();
}

/** The result of a call; an error answer throws. */
export async function call(port, method, params = {}, options = {}) {
  const reply = JSON.parse(await callText(port, method, params, options));
  if (reply.error) throw new Error(`${method}: ${JSON.stringify(reply.error)}`);
  return reply.result;
}

export async function height(port, options) {
  return Number((await call(port, 'status', {}, options)).sync_info.latest_block_height);
}

/** Waits until `ready` gives something true, asking every `everyMs`. What it throws counts as "not yet". */
export async function waitFor(what, ready, { timeoutMs = 120_000, everyMs = 50 } = {}) {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const found = await ready().catch(() => undefined);
    if (found) return found;
    await sleep(everyMs);
  }
  throw new Error(`${what}: not within ${timeoutMs} ms`);
}

/** Waits until a node has reached a height and takes transactions (1.0 refuses them while it is catching up). */
export function waitReady(port, wanted, options) {
  const ready = async () => {
    const { latest_block_height, catching_up } = (await call(port, 'status')).sync_info;
    return Number(latest_block_height) >= wanted && !catching_up;
  };
  return waitFor(`node on port ${port} ready`, ready, { timeoutMs: 90_000, ...options });
}

export function waitHeight(port, wanted, options) {
  const reached = async () => {
    const now = await height(port);
    return now >= wanted ? now : undefined;
  };
  return waitFor(`height ${wanted} on port ${port}`, reached, options);
}

export function portIsFree(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

async function allFree(base, count) {
  for (let port = base; port < base + count; port++) if (!(await portIsFree(port))) return false;
  return true;
}

/** `wanted` when its `count` ports are free; for 0 a free range somewhere between 20000 and 30000. */
export async function freePorts(wanted, count) {
  if (wanted > 0) {
    if (await allFree(wanted, count)) return wanted;
    throw new Error(`one of the ports ${wanted}..${wanted + count - 1} is in use`);
  }
  for (let tries = 0; tries < 50; tries++) {
    const base = 20_000 + Math.floor(Math.random() * 500) * 20;
    if (await allFree(base, count)) return base;
  }
  throw new Error(`no ${count} free ports in a row`);
}
