import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { run } from '../bootstrap/child.mjs'

const systemBrowsers = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe'],
}
const downloadTimeout = 240_000

/** A browser that is configured, Playwright's own, or the system's, in this order; `undefined` where none starts. */
export function findBrowser() {
  const configured = process.env['VEDETTE_CHROMIUM'] || process.env['PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH']
  if (configured) return configured
  const system = systemBrowsers[/** @type {keyof typeof systemBrowsers} */ (process.platform)] ?? []
  return [chromium.executablePath(), ...system].find((path) => existsSync(path) && starts(path))
}

/**
 * Playwright's download, else Debian's package where we may install it.
 * @param {string} root
 * @param {(line: string) => void} say
 */
export async function installBrowser(root, say) {
  say('no browser found; downloading Playwright’s Chromium')
  await run(process.execPath, [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium'], {
    cwd: root,
    timeout: downloadTimeout,
  })
  const downloaded = findBrowser()
  if (downloaded || !existsSync('/etc/debian_version') || process.getuid?.() !== 0) return downloaded
  say('the download did not work; installing Debian’s chromium')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { env, timeout: downloadTimeout })
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env, timeout: 2 * downloadTimeout })
  return findBrowser()
}

export const browserHelp =
  'The browser tests need Chromium and none was found. Run "npx playwright install --with-deps chromium", or install your system’s package (Debian: apt-get install chromium), or set VEDETTE_CHROMIUM to the path of a Chromium or Chrome.'

/** A browser whose libraries are missing is no browser. Windows' prints no version. @param {string} path */
function starts(path) {
  return process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}
