/** Path of a Chromium, or undefined so that Playwright uses its own. */
export function findChromium(): string | undefined;
export const launchArgs: string[];
