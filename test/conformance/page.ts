// The runner in a page: `chromium.ts` opens it, calls `runConformance` and takes the report.
import type { CoreBuild } from '../../src/core/core.ts';
import { loadCore } from '../../src/core/load-browser.ts';
import { pageTree } from './page-tree.ts';
import { type ReportJson, reportJson } from './print.ts';
import { runConformance } from './run.ts';

export interface PageOptions {
  readonly core?: CoreBuild;
  readonly hasNetworks: boolean;
}

declare global {
  interface Window {
    runConformance(options: PageOptions): Promise<ReportJson>;
    /** Given by `chromium.ts`. */
    conformanceProgress(text: string): Promise<void>;
  }
}

window.runConformance = async (options) => {
  const core = await loadCore(options.core);
  if (options.core !== undefined && core.build !== options.core)
    throw new Error(`the ${options.core} core does not start here; ${core.build} would`);
  const progress = (text: string) => void window.conformanceProgress(text);
  progress(`core: ${core.build}, ${navigator.userAgent}`);
  const networks = options.hasNetworks ? await pageTree('/networks') : undefined;
  return reportJson(await runConformance(await pageTree('/files'), { networks, progress }));
};
