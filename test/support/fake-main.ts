// The whole app with a worker that is made up: `npx vite`, then /test/support/fake.html?lang=th&theme=dark&size=xl, with
// &fisco for chains and verdicts of the second family. For looking at pages; never part of a build.
import '../../src/app/app.ts';
import { connect } from '../../src/app/connection.ts';
import { LOCALES } from '../../src/app/i18n.ts';
import {
  applyPreferences,
  chooseLocale,
  setTextSize,
  setTheme,
  TEXT_SIZES,
  THEMES,
} from '../../src/app/preferences.ts';
import { show } from '../../src/app/session.ts';
import { FakeApi } from './fake-api.ts';
import { FISCO_TREES, fiscoOptions, fiscoVerdict } from './fake-fisco.ts';
import { cannotTell, consistent, inconsistent } from './fake-verdicts.ts';

const asked = new URLSearchParams(location.search);
const isFisco = asked.has('fisco');
const fake = new FakeApi(isFisco ? fiscoOptions() : {});
fake.stageMs = Number(asked.get('ms') ?? 0);
connect(fake);
await applyPreferences();
setTheme(THEMES.find((theme) => theme === asked.get('theme')) ?? 'auto');
setTextSize(TEXT_SIZES.find((size) => size === asked.get('size')) ?? 'm');
await chooseLocale(LOCALES.find((tag) => tag === asked.get('lang')) ?? 'zh-CN');
const trees = Object.keys(FISCO_TREES) as (keyof typeof FISCO_TREES)[];
if (asked.has('verdicts')) show(isFisco ? trees.map(fiscoVerdict) : [consistent(), inconsistent(), cannotTell()]);
Object.assign(window, { fake });
