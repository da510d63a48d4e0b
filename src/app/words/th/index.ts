import type { Words } from '../zh-CN/index.ts';
import { chains } from './chains.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { settings } from './settings.ts';
import { verdict } from './verdict.ts';
import { verify } from './verify.ts';

export const words: Words = { ...common, ...verify, ...verdict, ...chains, ...settings, ...errors };
