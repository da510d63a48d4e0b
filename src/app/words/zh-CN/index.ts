// All words of this language, whose keys are the keys of all. Only types and tests read this file.
import { words as first } from './first.ts';
import { words as rest } from './rest.ts';

export const words = { ...first, ...rest };
export type Words = Readonly<Record<keyof typeof words, string>>;
