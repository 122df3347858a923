import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from './support/electron-stand-in/messages.ts'
import { expect, onlyOn, test } from './support/fixtures.ts'
import { startMain } from './support/hosts/desktop-stand-in.ts'
import { untilEnded } from './support/hosts/ending.ts'

test.describe('what the desktop asks of Electron', () => {
  const desktop = onlyOn('desktop-stand-in')
  const find = (report: Report, name: string) => report.calls.filter((call) => call.name === name)
  const position = (report: Report, name: string) => report.calls.findIndex((call) => call.name === name)

  test('every setting of the checklist is asked for, in time', async ({ host }) => {
    const report = await desktop(host).report()

    await test.step('the sandbox and the scheme come before the app is ready, the lock before the engine', () => {
      expect(find(report, 'app.enableSandbox')).toMatchObject([{ ready: false }])
      expect(find(report, 'protocol.registerSchemesAsPrivileged')).toMatchObject([
        { ready: false, args: [[{ scheme: 'app', privileges: { standard: true, secure: true } }]] },
      ])
      expect(position(report, 'app.requestSingleInstanceLock')).toBeLessThan(position(report, 'utilityProcess.fork'))
      expect(position(report, 'app.setPath')).toBeLessThan(position(report, 'app.requestSingleInstanceLock'))
    })

    await test.step('the window is isolated and sandboxed, and starts at its own scheme', () => {
      const [window] = find(report, 'new BrowserWindow')
      expect(window?.args[0]).toMatchObject({
        webPreferences: {
          contextIsolation: true,
          sandbox: true,
          nodeIntegration: false,
          nodeIntegrationInWorker: false,
          nodeIntegrationInSubFrames: false,
          webSecurity: true,
          webviewTag: false,
        },
      })
      expect(find(report, 'window.loadURL')).toMatchObject([{ args: ['app://vedette/index.html'] }])
    })

    await test.step('permissions are denied, crashes stay here', () => {
      expect(find(report, 'session.setPermissionRequestHandler')).toHaveLength(1)
      expect(find(report, 'session.setPermissionCheckHandler')).toMatchObject([{ args: [[]] }])
      expect(find(report, 'session.setDevicePermissionHandler')).toMatchObject([{ args: [false] }])
      expect(find(report, 'crashReporter.start')).toMatchObject([{ args: [{ uploadToServer: false }] }])
    })
  })

  test('the page sees the named functions of the bridge and nothing of Node or Electron', async ({ page }) => {
    const seen = await page.evaluate(() => {
      const { vedette, ...rest } = window as unknown as Record<string, unknown>
      const names = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', '__standIn'].filter((name) => name in rest)
      return { names, bridge: Object.keys(vedette as object).sort(), frozen: Object.isFrozen(vedette) }
    })
    expect(seen).toEqual({
      names: [],
      bridge: ['chooseFiles', 'onEngine', 'onMessage', 'onOpenEvent', 'platform', 'send'],
      frozen: true,
    })
  })

  test('the page comes with a content policy, and nothing outside its folder is served', async ({ page }) => {
    const policy = await page.evaluate(async () => (await fetch('/index.html')).headers.get('content-security-policy'))
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toMatch(/unsafe|\*/)
    for (const path of ['/..%2fdesktop-main.js', '/%2e%2e%2f%2e%2e%2fpackage.json', '/..%5cdesktop-main.js', '/nothing.js']) {
      expect(await page.evaluate(async (address) => (await fetch(address)).status, path)).toBe(404)
    }
  })

  test('the window cannot be led away, nor open another', async ({ page }) => {
    const before = page.url()
    await page.evaluate(() => {
      location.href = 'https://attacker.example/'
    })
    const popup = page.context().waitForEvent('page')
    await page.evaluate(() => void window.open('https://attacker.example/'))
    // It may have been closed before it is known here.
    const opened = await popup
    await expect.poll(() => opened.isClosed()).toBe(true)
    expect(page.url()).toBe(before)
    expect(page.context().pages()).toHaveLength(1)
  })

  test('a frame, another origin, or a malformed message gets no port to the engine and no file picker', async ({ host }) => {
    const standIn = desktop(host)
    await standIn.ask('session.hello', {})
    await standIn.page.evaluate(() => {
      let ups = 0
      ;(window as unknown as { vedette: { onEngine(listener: (state: { kind: string }) => void): void } }).vedette.onEngine(({ kind }) => {
        if (kind === 'up') ups += 1
        document.documentElement.dataset['ups'] = String(ups)
      })
    })
    const ups = () => standIn.page.evaluate(() => document.documentElement.dataset['ups'])
    expect(await ups()).toBe('1')
    const own = 'app://vedette/index.html'
    const forged: { url: string; main: boolean; args: unknown[] }[] = [
      { url: own, main: false, args: [] },
      { url: 'https://attacker.example/', main: true, args: [] },
      { url: 'app://vedette.attacker.example/', main: true, args: [] },
      { url: 'https://attacker.example/?app://vedette/', main: true, args: [] },
      { url: own, main: true, args: [{ prototype: true }] },
    ]
    for (const { url, main, args } of forged) {
      standIn.forge({ channel: 'window:attach', args, frame: { url, main } })
      standIn.forge({ channel: 'files:choose', args, frame: { url, main }, reply: 999 })
    }
    const report = await standIn.report()
    expect(find(report, 'dialog.showOpenDialog')).toHaveLength(0)
    expect(await ups()).toBe('1')
    standIn.forge({ channel: 'window:attach', args: [], frame: { url: own, main: true } })
    await expect.poll(ups).toBe('2')
  })

  test('the file picker answers with absolute paths', async ({ host }) => {
    const standIn = desktop(host)
    standIn.chooseFiles(['/logs/auth.log'])
    const chosen = await standIn.page.evaluate(() =>
      (window as unknown as { vedette: { chooseFiles(): Promise<string[]> } }).vedette.chooseFiles(),
    )
    expect(chosen).toEqual(['/logs/auth.log'])
    // All that can be imported is offered without asking for all files.
    const options = find(await standIn.report(), 'dialog.showOpenDialog').at(-1)?.args[0] as { filters: { extensions: string[] }[] }
    expect(options.filters[0]?.extensions).toEqual(expect.arrayContaining(['log', 'jsonl', 'pcap', 'pcapng', 'gz']))
  })

  test('an engine that is killed is started again, and the window goes on', async ({ host }) => {
    const standIn = desktop(host)
    const before = await standIn.ask('session.hello', {})
    const pid = await standIn.enginePid()
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => standIn.enginePid()).not.toBe(pid)
    const after = await standIn.ask('session.hello', {})
    expect(after.home).toBe(before.home)
    expect(after.started_at).toBeGreaterThan(before.started_at)
  })

  test('a second start on the same home ends at once', async ({ host, home }) => {
    await desktop(host).ask('session.hello', {})
    expect(await untilEnded(startMain({ home }))).toBe(0)
  })

  test('a home that cannot be used ends it with the code of the command line, not with a stack', async ({ home }) => {
    const file = join(home, 'no-folder')
    writeFileSync(file, '')
    expect(await untilEnded(startMain({ home: file }))).toBe(3)
  })
})
