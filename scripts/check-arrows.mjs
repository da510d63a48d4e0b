// Holds the architecture: imports in src/ point down only, families never import each other, and the pure rooms do no I/O.
// app -> worker -> client, record, trust, store -> chain -> proof, crypto, codec -> core; cli stands beside worker.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const TIERS = [
  ['core'],
  ['proof', 'crypto', 'codec'],
  ['chain'],
  ['client', 'record', 'exchange', 'trust', 'store'],
  ['worker', 'cli'],
  ['app'],
];
const TIER = new Map(TIERS.flatMap((rooms, tier) => rooms.map((room) => [room, tier])));
/** Types that one room declares for another of its tier to implement, or plain helpers of the lowest shared tier. */
const ALLOWED = new Set(['store -> client/ports.ts', 'proof -> codec', 'crypto -> codec']);
const PURE = ['chain', 'proof', 'record', 'exchange', 'trust', 'codec', 'crypto'];
const IO =
  /\b(fetch|WebSocket|indexedDB|localStorage|Date\.now|new Date\(\)|performance\.now|Math\.random|setTimeout|node:)\b/;

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : [];
  });
}

const roomOf = (path) => relative('src', path).split('/')[0];
const familyOf = (path) => relative('src', path).match(/^chain\/([^/]+)\//)?.[1];

function importsOf(path, text) {
  const found = text.matchAll(
    /(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'|import\('([^']+)'\)|import\s+'([^']+)'/g,
  );
  return [...found]
    .map(([, isType, from, dynamic, bare]) => ({ isType: Boolean(isType), target: from ?? dynamic ?? bare }))
    .filter(({ target }) => target.startsWith('.') && !target.includes('build/'))
    .map(({ isType, target }) => ({
      isType,
      target: relative('.', resolve(dirname(path), target.replace(/\?.*$/, ''))),
    }));
}

/** Why an import breaks a rule, or undefined. */
function complaint(path, { isType, target }) {
  const [from, to] = [roomOf(path), roomOf(target)];
  if (familyOf(path) && familyOf(target) && familyOf(path) !== familyOf(target))
    return 'families never import each other';
  if (from === to) return undefined;
  if (from === 'app' && to === 'worker') return undefined;
  if (from === 'app') return 'app sees the worker only';
  if (!TIER.has(from) || !TIER.has(to)) return 'no such room';
  if (TIER.get(from) > TIER.get(to)) return undefined;
  if (ALLOWED.has(`${from} -> ${to}`) || (isType && ALLOWED.has(`${from} -> ${relative('src', target)}`)))
    return undefined;
  return 'imports point down only';
}

const complaints = files('src').flatMap((path) => {
  const text = readFileSync(path, 'utf8');
  const wrong = importsOf(path, text).flatMap((item) => {
    const why = complaint(path, item);
    return why ? [`${path} -> ${item.target}: ${why}`] : [];
  });
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  if (PURE.includes(roomOf(path)) && IO.test(code))
    wrong.push(`${path}: ${IO.exec(code)[0]} in a room that does no I/O and reads no clock`);
  return wrong;
});
for (const line of complaints) console.error(line);
console.log(`arrows: ${files('src').length} files, ${complaints.length} complaints`);
process.exit(complaints.length > 0 ? 1 : 0);
