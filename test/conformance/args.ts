// The command line: `npm run conformance -- DIR [--networks DIR2] [--env node|chromium] [--core simd|scalar|js] [--json FILE]`.
import type { CoreBuild } from '../../src/core/core.ts';

export interface Options {
  readonly folder: string;
  readonly networks?: string;
  readonly env: 'node' | 'chromium';
  /** Without one, the fastest core that runs. */
  readonly core?: CoreBuild;
  readonly json?: string;
}

export const USAGE =
  'usage: npm run conformance -- DIR [--networks DIR2] [--env node|chromium] [--core simd|scalar|js] [--json FILE]';

const ENVS = ['node', 'chromium'] as const;
const CORES: readonly CoreBuild[] = ['simd', 'scalar', 'js'];
const NAMES = ['networks', 'env', 'core', 'json'];

/** Throws a sentence for the person who typed it. */
export function parseArgs(args: readonly string[]): Options {
  const { folders, values } = split(args);
  const [folder, ...more] = folders;
  if (folder === undefined || more.length > 0) throw new Error(USAGE);
  return {
    folder,
    networks: values.get('networks'),
    env: oneOf(ENVS, values.get('env') ?? 'node', '--env'),
    core: values.has('core') ? oneOf(CORES, values.get('core')!, '--core') : undefined,
    json: values.get('json'),
  };
}

function split(args: readonly string[]): { folders: string[]; values: Map<string, string> } {
  const folders: string[] = [];
  const values = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const match = /^--([a-z]+)(?:=(.*))?$/.exec(args[i]!);
    if (match === null) {
      folders.push(args[i]!);
      continue;
    }
    const [, name = '', inline] = match;
    const value = inline ?? args[++i];
    if (!NAMES.includes(name) || value === undefined) throw new Error(`${USAGE}\nnot understood: ${match[0]}`);
    values.set(name, value);
  }
  return { folders, values };
}

function oneOf<T extends string>(choices: readonly T[], value: string, name: string): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new Error(`${name} is one of ${choices.join(', ')}, not ${value}`);
  return found;
}
