// npm start: serves the built app with its real headers, prints the address, and opens it where a desktop is.
import { spawn } from 'node:child_process';
import { serveFolder } from './static-server.mjs';

const wanted = Number(process.env.PORT ?? 4173);

async function listen() {
  try {
    return await serveFolder('dist', { port: wanted });
  } catch (error) {
    if (error.code !== 'EADDRINUSE' || process.env.PORT) throw error;
    return serveFolder('dist', { port: 0 });
  }
}

/** A browser is opened only where there is a screen; anywhere else the address is enough. */
function openBrowser(address) {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform] ?? 'xdg-open';
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasScreen || process.env.CI) return;
  spawn(command, [address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

const server = await listen();
const address = `http://localhost:${server.address().port}/`;
console.log(`Mingzheng: ${address}  (Ctrl+C stops it)`);
openBrowser(address);
