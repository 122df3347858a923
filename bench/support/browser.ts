import { existsSync } from 'node:fs'
import { chromium, type Browser } from '@playwright/test'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Chromium as the browser suite finds it (`playwright.config.ts`); undefined where there is none. */
export async function openBrowser(): Promise<Browser | undefined> {
  const chosen = process.env['VEDETTE_CHROMIUM'] ?? process.env['PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH']
  const executablePath = chosen ?? usual.find((path) => existsSync(path))
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args }).catch(() => undefined)
}
