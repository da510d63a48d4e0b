// What the first page needs; the rest follows when it is needed.
import { common } from './common.ts';
import { verify } from './verify.ts';

export const words = { ...common, ...verify };
