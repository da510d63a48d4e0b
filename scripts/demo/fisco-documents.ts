// Sample documents of the generated chains, from three of the sixteen fields of China's blockchain pilots: trials, taxes and
// energy. Their text stands in `documents/`.
import { readFileSync } from 'node:fs';
import type { Titles } from './samples.ts';

export interface FiscoDocument {
  /** What the records call it. */
  readonly id: string;
  readonly file: string;
  readonly title: Titles;
}

export const FISCO_DOCUMENTS: readonly FiscoDocument[] = [
  {
    id: 'court-zh-001',
    file: 'court-zh-001.json',
    title: {
      'zh-CN': '电子证据存证清单（样例）',
      en: 'List of deposited evidence (sample)',
      th: 'รายการพยานหลักฐานที่ฝากไว้ (ตัวอย่าง)',
    },
  },
  {
    id: 'court-en-002',
    file: 'court-en-002.txt',
    title: { 'zh-CN': '电子送达回执（样例）', en: 'Notice of service (sample)', th: 'หนังสือแจ้งการส่งเอกสาร (ตัวอย่าง)' },
  },
  {
    id: 'tax-zh-003',
    file: 'tax-zh-003.csv',
    title: { 'zh-CN': '发票清单（样例）', en: 'List of invoices (sample)', th: 'รายการใบกำกับภาษี (ตัวอย่าง)' },
  },
  {
    id: 'tax-th-004',
    file: 'tax-th-004.json',
    title: {
      'zh-CN': '泰国电子税务发票（样例）',
      en: 'Thai e-tax invoice (sample)',
      th: 'ใบกำกับภาษีอิเล็กทรอนิกส์ (ตัวอย่าง)',
    },
  },
  {
    id: 'energy-zh-005',
    file: 'energy-zh-005.txt',
    title: {
      'zh-CN': '绿色电力消费证明（样例）',
      en: 'Proof of green power use (sample)',
      th: 'หลักฐานการใช้ไฟฟ้าสีเขียว (ตัวอย่าง)',
    },
  },
  {
    id: 'energy-th-006',
    file: 'energy-th-006.csv',
    title: {
      'zh-CN': '泰国可再生能源证书（样例）',
      en: 'Thai renewable energy certificates (sample)',
      th: 'ใบรับรองพลังงานหมุนเวียน (ตัวอย่าง)',
    },
  },
];

/** Two levels above this file, and above the bundle that it becomes part of, stands the project's folder. */
const FOLDER = new URL(/* @vite-ignore */ '../../scripts/demo/documents/', import.meta.url);

export function documentBytes({ file }: FiscoDocument): Uint8Array {
  return new Uint8Array(readFileSync(new URL(file, FOLDER)));
}
