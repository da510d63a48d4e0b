import { chains } from './chains.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { settings } from './settings.ts';
import { verdict } from './verdict.ts';
import { verify } from './verify.ts';

export const words = { ...common, ...verify, ...verdict, ...chains, ...settings, ...errors };
export type Words = Readonly<Record<keyof typeof words, string>>;
