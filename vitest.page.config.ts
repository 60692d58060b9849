import { defineConfig } from 'vitest/config';
import config from './vitest.config.js';

/** The viewer's page as it was built, in Debian's Chromium. */
export default defineConfig({ ...config, test: { ...config.test, include: ['packages/viewer/test/*.page.ts'] } });
