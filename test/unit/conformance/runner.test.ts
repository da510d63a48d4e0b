// The conformance runner judged: what was changed must fail and be named, what is unknown must be counted as skipped.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memoryTree } from '../../conformance/memory-tree.ts';
import { nodeTree } from '../../conformance/node-tree.ts';
import { reportJson, reportLines } from '../../conformance/print.ts';
import type { Report } from '../../conformance/report.ts';
import { runConformance } from '../../conformance/run.ts';

const FIXTURE = 'test/fixtures/live-0.38';
const fixture = (name: string) => readFileSync(`${FIXTURE}/${name}`, 'utf8');
const lines = (name: string) => fixture(name).split('\n').filter(Boolean);

const CHAIN: string = JSON.parse(lines('lightblocks.jsonl')[0]!).signed_header.header.chain_id;
const NOW: string = JSON.parse(lines('lightblocks.jsonl').at(-1)!).signed_header.header.time;

const oracleRow = (facts: object) =>
  JSON.stringify({
    id: 'row',
    kind: 'pair',
    network: 'net-a',
    trusted_height: 2,
    untrusted_height: 5,
    trust_level: '1/3',
    trusting_period_ns: '1209600000000000',
    max_clock_drift_ns: '10000000000',
    now: NOW,
    chain_id: CHAIN,
    answer: 'ok',
    ...facts,
  });

const network = { 'net-a/lightblocks.jsonl': fixture('lightblocks.jsonl') };
const appHash = { op: 'replace', path: '/signed_header/header/app_hash', value: '00' };
const onlyRows = (rows: string) =>
  runConformance(memoryTree({ 'oracle.jsonl': rows }), { networks: memoryTree(network) });
const sums = (report: Report) => [report.count('passed'), report.count('failed'), report.count('skipped')];

describe('oracle rows', () => {
  it('passes a right answer, also when the network lies in the second folder', async () => {
    expect(sums(await onlyRows(oracleRow({})))).toEqual([1, 0, 0]);
  });

  it('names a row whose answer was tampered with', async () => {
    const report = await onlyRows([oracleRow({ id: 'good' }), oracleRow({ id: 'bad', answer: 'expired' })].join('\n'));
    expect(sums(report)).toEqual([1, 1, 0]);
    expect(report.failures).toEqual([{ file: 'memory/oracle.jsonl', id: 'bad', expected: 'expired', got: 'ok' }]);
  });

  it('applies operations to the untrusted block, and takes the stricter or other acceptable answer', async () => {
    const mutation = { class: 'header', description: 'another state', ops: [appHash] };
    const invalid = oracleRow({ mutation, answer: 'invalid: wrong' });
    const strict = oracleRow({ mutation, answer: 'ok', strict_answer: 'invalid' });
    const other = oracleRow({ mutation, answer: 'not-enough-trust', also_acceptable: 'invalid' });
    const wrong = oracleRow({ mutation, answer: 'ok' });
    const report = await onlyRows([invalid, strict, other, wrong].join('\n'));
    expect(sums(report)).toEqual([3, 1, 0]);
    expect(report.failures[0]?.got).toBe('invalid (cometbft/commit-for-other-header)');
  });

  it('judges by the answer with the next set where there is one', async () => {
    const report = await onlyRows(oracleRow({ answer: 'not-enough-trust', answer_with_next_set: 'ok' }));
    expect(sums(report)).toEqual([1, 0, 0]);
  });

  it('skips a row whose network is nowhere, with the reason', async () => {
    const report = await onlyRows(oracleRow({ network: 'elsewhere' }));
    expect(sums(report)).toEqual([0, 0, 1]);
    expect(report.skips[0]?.reason).toContain('network elsewhere is not at hand');
  });
});

describe('attack runs', () => {
  const blocks = lines('lightblocks.jsonl').map((line) => JSON.parse(line));
  const row = (facts: object) =>
    JSON.stringify({
      primary: 'net-a',
      witnesses: ['net-a'],
      chain_id: CHAIN,
      mode: 'skipping',
      trust_height: 2,
      trust_hash: blocks[1].signed_header.commit.block_id.hash,
      target_height: 5,
      now: NOW,
      trusting_period_ns: '1209600000000000',
      answer: 'ok',
      hash: blocks[4].signed_header.commit.block_id.hash,
      evidence: [],
      ...facts,
    });
  const run = (text: string) =>
    runConformance(memoryTree({ 'x/attacks.jsonl': text }), { networks: memoryTree(network) });

  it('passes an honest run, forwards and backwards', async () => {
    const hash = blocks[0].signed_header.commit.block_id.hash;
    expect(sums(await run(`${row({})}\n${row({ target_height: 1, hash })}\n`))).toEqual([2, 0, 0]);
  });

  it('fails where the answer, the hash or the evidence is another', async () => {
    const rows = [row({ answer: 'attack' }), row({ hash: '00'.repeat(32) }), row({ trust_hash: '00'.repeat(32) })];
    const report = await run(rows.join('\n'));
    expect(sums(report)).toEqual([0, 3, 0]);
    expect(report.failures[2]?.got).toContain('"word":"error"');
  });
});

describe('files', () => {
  it('counts an unknown file as one skip and says why', async () => {
    const report = await runConformance(memoryTree({ 'a/unheard-of.bin': 'x', 'a/README.md': '# words' }));
    expect(sums(report)).toEqual([0, 0, 2]);
    expect(report.skips.map((skip) => skip.reason)).toEqual(['words for people', 'no rule for a file of this name']);
  });

  it('counts files of families that are not there yet, one by one', async () => {
    const report = await runConformance(memoryTree({ 'evm/headers/a.json': '{}', 'fabric/b.json': '[]' }));
    expect(sums(report)).toEqual([0, 0, 2]);
    expect(new Set(report.skips.map((skip) => skip.reason))).toEqual(new Set(['family not implemented yet']));
  });

  it('knows a family by the folder that was asked for alone', async () => {
    const report = await runConformance(memoryTree({ 'a.json': '{}' }, 'vectors/evm/voting'));
    expect(report.skips[0]?.reason).toBe('family not implemented yet');
  });

  it('fails a file that cannot be read as its name promises', async () => {
    const report = await runConformance(memoryTree({ 'oracle.jsonl': '{"id": ', 'n/lightblocks.jsonl': '{}' }));
    expect(report.failures.map(({ file, id }) => [file, id])).toEqual([
      ['memory/n/lightblocks.jsonl', '(whole file)'],
      ['memory/oracle.jsonl', '(whole file)'],
    ]);
  });

  it('says of a file without cases that it holds none', async () => {
    const report = await runConformance(memoryTree({ 'oracle.jsonl': '' }));
    expect(report.skips[0]?.reason).toBe('the file holds no case');
  });

  it('reads packed files', async () => {
    const packed = { 'net-a/lightblocks.jsonl.gz': gzipSync(fixture('lightblocks.jsonl')) };
    const rows = memoryTree({ 'oracle.jsonl.gz': gzipSync(oracleRow({})) });
    expect(sums(await runConformance(rows, { networks: memoryTree(packed) }))).toEqual([1, 0, 0]);
  });
});

describe('recorded networks of our own', () => {
  it.each(['live-0.38', 'live-1.0'])('%s agrees with itself', async (name) => {
    const report = await runConformance(nodeTree(`test/fixtures/${name}`));
    expect(report.failures).toEqual([]);
    expect(report.count('passed')).toBeGreaterThan(60);
  });

  it.each([
    ['lightblocks.jsonl', /"signature":"./, '"signature":"A'],
    ['block_results.jsonl', /"gas_used":"\d+"/, '"gas_used":"77"'],
    ['blockchain.jsonl', /"app_hash":"../, '"app_hash":"77'],
    ['block.jsonl', /"txs":\["./, '"txs":["Z'],
    ['tx.jsonl', /"leaf_hash":"./, '"leaf_hash":"Z'],
    ['commit.jsonl', /"data_hash":"../, '"data_hash":"77'],
    ['validators.jsonl', /"voting_power":"\d+"/, '"voting_power":"77"'],
    ['genesis.jsonl', /"max_bytes":"\d+"/, '"max_bytes":"77"'],
    ['header.jsonl', /"data_hash":"../, '"data_hash":"77'],
    ['status.jsonl', /"network":"/, '"network":"not-'],
  ])('finds a change in %s', async (name, pattern, replacement) => {
    const changed = fixture(name).replace(pattern, replacement);
    expect(changed).not.toBe(fixture(name));
    const files = { 'lightblocks.jsonl': fixture('lightblocks.jsonl'), [name]: changed };
    const report = await runConformance(memoryTree(files));
    expect(report.count('failed')).toBeGreaterThan(0);
    expect(report.failures.every((failure) => failure.file === `memory/${name}`)).toBe(true);
  });
});

describe('report', () => {
  it('ends in the sum and names failures', async () => {
    const report = reportJson(await onlyRows(oracleRow({ id: 'bad', answer: 'expired' })));
    expect(reportLines(report)).toEqual([
      'memory: 1 run, 0 passed, 1 failed, 0 skipped',
      'FAILED memory/oracle.jsonl bad: expected expired, got ok',
      '0 passed, 1 failed, 0 skipped',
    ]);
    expect(Object.keys(report)).toEqual(['folders', 'failures', 'passed', 'failed', 'skipped', 'skips']);
  });
});
