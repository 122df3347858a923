import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import type { Options } from './e2e/support/fixtures.ts'

/** `npm test` has found one and says which; on its own, Playwright's or the system's. */
const configured = process.env['VEDETTE_CHROMIUM'] ?? process.env['PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH']
const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))
const root = process.getuid?.() === 0

export default defineConfig<Options>({
  testDir: 'e2e',
  // Vitest has the tests beside the code, this folder's among them.
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  timeout: 120_000,
  // Nothing here is about speed: a busy machine takes its time.
  expect: { timeout: 20_000 },
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  use: {
    browserName: 'chromium',
    screenshot: 'only-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: configured ?? system,
      // Chromium has no sandbox for root, and tests in a container run as root. The product never passes this on.
      args: root ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'headless', use: { hostName: 'headless' } },
    { name: 'desktop-stand-in', use: { hostName: 'desktop-stand-in' } },
    { name: 'desktop-electron', use: { hostName: 'desktop-electron' } },
  ],
})
