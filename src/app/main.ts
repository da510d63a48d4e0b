// Starts the page: the worker, the look and the language side by side, then offline use, which must not delay anything.
import './app.ts';
import { connectWorker } from '../worker/connect.ts';
import { connect } from './connection.ts';
import { startOffline } from './offline.ts';
import { applyPreferences } from './preferences.ts';

connect(connectWorker());
await applyPreferences();
if (import.meta.env.PROD) await startOffline();
