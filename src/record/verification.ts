// The doors of this room, for a caller that loads it when the first record comes.
export { verifyItems } from './batch.ts';
export { textItem } from './intake.ts';
export { printProofFile } from './proof-file.ts';
