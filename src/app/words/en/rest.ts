// Everything that the first page does not say by itself.
import { chains } from './chains.ts';
import { errors } from './errors.ts';
import { fisco } from './fisco.ts';
import { measure } from './measure.ts';
import { settings } from './settings.ts';
import { verdict } from './verdict.ts';

export const words = { ...verdict, ...chains, ...settings, ...measure, ...errors, ...fisco };
