// The other verifier under an id of one's choice: the `openssl` command (3.0 or later), which takes files.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBase64 } from '../../src/codec/bytes.ts';
import { spkiOf } from '../support/spki.ts';
import type { Sm2Case } from './sm2-cases.ts';

/** Processes at a time. */
const PROCESSES = 2;
const OPTIONS = ['pkeyutl', '-verify', '-pubin', '-rawin', '-digest', 'sm3'];

function run(args: readonly string[]): Promise<{ readonly failed: boolean; readonly said: string }> {
  return new Promise((resolve) => {
    execFile('openssl', [...args], (error, stdout, stderr) =>
      resolve({ failed: error !== null, said: stdout + stderr }),
    );
  });
}

/** Whether there is an openssl command that knows the SM2 curve and the option for ids. */
export async function commandHasSm2(): Promise<boolean> {
  const { failed, said } = await run(['list', '-signature-algorithms']);
  return !failed && /\bSM2\b/i.test(said);
}

/** Asks about many cases under an id, which is text as the command takes it; answers in order. */
export async function verifyAll(cases: readonly Sm2Case[], userId: string): Promise<boolean[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mingzheng-sm2-'));
  const answers: boolean[] = [];
  let next = 0;
  const work = async () => {
    while (next < cases.length) {
      const i = next++;
      answers[i] = await verifyOne(cases[i]!, userId, join(folder, String(i)));
    }
  };
  try {
    await Promise.all(Array.from({ length: PROCESSES }, work));
    return answers;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the command says; false too where it takes key or signature for malformed. */
async function verifyOne({ publicKey, message, signature }: Sm2Case, userId: string, path: string): Promise<boolean> {
  writeFileSync(`${path}.key`, pemOf(publicKey));
  writeFileSync(`${path}.message`, message);
  writeFileSync(`${path}.signature`, signature);
  const files = ['-inkey', `${path}.key`, '-in', `${path}.message`, '-sigfile', `${path}.signature`];
  const { failed, said } = await run([...OPTIONS, ...files, '-pkeyopt', `distid:${userId}`]);
  if (failed === said.includes('Signature Verified Successfully')) throw new Error(`openssl said: ${said}`);
  return !failed;
}

function pemOf(publicKey: Uint8Array): string {
  const lines = toBase64(spkiOf('sm2', publicKey)).match(/.{1,64}/g)!;
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n');
}
