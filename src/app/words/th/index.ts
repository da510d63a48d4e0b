// All words of this language; the type holds them to the same keys.
import type { Words } from '../zh-CN/index.ts';
import { words as first } from './first.ts';
import { words as rest } from './rest.ts';

export const words: Words = { ...first, ...rest };
