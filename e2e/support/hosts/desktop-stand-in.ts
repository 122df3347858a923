import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { BrowserContext, Frame, Page, Request, Route } from '@playwright/test'
import type { FromMain, PageMessage, Question, Report, SchemeAnswer, ToMain, ToPage } from '../electron-stand-in/messages.ts'
import { binding, pageScript, type FromPage } from '../electron-stand-in/page-script.ts'
import { askOverBridge } from './ask-over-bridge.ts'
import { untilEnded } from './ending.ts'
import type { Host, HostOptions } from './host.ts'
import { dist, root } from './paths.ts'

/** Chromium does not navigate to a scheme it does not know: `app://vedette` is carried over this origin, a secure context. */
const carried = 'http://vedette.app.localhost'
const own = 'app://vedette'
const toCarried = (url: string) => (url.startsWith(`${own}/`) ? carried + url.slice(own.length) : url)
const toOwn = (url: string) => (url.startsWith(`${carried}/`) ? own + url.slice(carried.length) : url)

interface Window {
  page: Page
  document: string
  queue: ToPage[]
  take: ((batch: ToPage[] | null) => void) | undefined
  /** The app's own `loadURL` is no navigation of the page. */
  loadedByApp: boolean
}

export interface StandInHost extends Host {
  name: 'desktop-stand-in'
  child: ChildProcess
  report(): Promise<Report>
  /** Sends what a hostile frame would send, past the page. */
  forge(message: Omit<PageMessage, 'window'>): void
  chooseFiles(files: string[]): void
  clickNotification(): void
}

/** Runs the desktop's real bundles under Node, with pages of Playwright's Chromium for windows. */
export async function openDesktopStandIn(options: HostOptions): Promise<StandInHost> {
  const context = await options.browser.newContext({ viewport: { width: 1440, height: 900 } })
  const child = startMain(options)
  const shell = new Shell(context, child)
  const page = await shell.firstWindow
  return {
    name: 'desktop-stand-in',
    page,
    child,
    ask: (name, input) => askOverBridge(page, name, input),
    enginePid: async () => (await shell.report()).enginePid ?? 0,
    report: () => shell.report(),
    forge: (message) => shell.tell({ kind: 'ipc', message: { window: 1, ...message } }),
    chooseFiles: (files) => shell.tell({ kind: 'choose-files', files }),
    clickNotification: () => shell.tell({ kind: 'click-notification' }),
    async close() {
      shell.tell({ kind: 'quit' })
      const code = await untilEnded(child)
      await context.close()
      return code
    },
  }
}

export function startMain({ home, sample }: Omit<HostOptions, 'browser'>): ChildProcess {
  const register = new URL('../electron-stand-in/register.ts', import.meta.url).href
  // As Electron is started: the program, the app's folder, then the app's own arguments.
  const args = [root, '--home', home, ...(sample ? ['--sample'] : [])]
  return fork(dist('desktop-main.js'), args, {
    execArgv: ['--import', register],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

class Shell {
  readonly firstWindow: Promise<Page>
  private readonly context: BrowserContext
  private readonly child: ChildProcess
  private readonly windows = new Map<number, Window>()
  private readonly answers = new Map<number, (value: unknown) => void>()
  private questions = 0
  private readonly prepared: Promise<void>

  constructor(context: BrowserContext, child: ChildProcess) {
    this.context = context
    this.child = child
    this.prepared = this.prepare()
    this.firstWindow = new Promise((resolve, reject) => {
      child.on('message', (message: FromMain) => void this.hear(message, resolve))
      child.once('exit', (code) => reject(new Error(`the desktop ended with code ${code} before its window opened`)))
    })
  }

  tell(message: ToMain): void {
    if (this.child.connected) this.child.send(message)
  }

  report(): Promise<Report> {
    return this.ask({ kind: 'report' }) as Promise<Report>
  }

  private ask(question: Question): Promise<unknown> {
    this.questions += 1
    const id = this.questions
    return new Promise((resolve) => {
      this.answers.set(id, resolve)
      this.tell({ kind: 'ask', id, question })
    })
  }

  private async prepare(): Promise<void> {
    await this.context.exposeBinding(binding, ({ page, frame }, message: FromPage) => this.hearPage(page, frame, message))
    await this.context.route('**/*', (route) => this.serve(route))
  }

  private async hear(message: FromMain, opened: (page: Page) => void): Promise<void> {
    switch (message.kind) {
      case 'answer':
        this.answers.get(message.id)?.(message.value)
        return void this.answers.delete(message.id)
      case 'open-window':
        return void (await this.open(message.window, message.preload))
      case 'load':
        return opened(await this.load(message.window, message.url))
      case 'reload':
        return void (await this.windows.get(message.window)?.page.reload())
      case 'close-window':
        return void (await this.windows.get(message.window)?.page.close())
      case 'to-page':
        return this.deliver(message.window, message.message)
    }
  }

  private opening: Promise<void> = Promise.resolve()

  private open(id: number, preload: string): Promise<void> {
    this.opening = this.prepared.then(async () => {
      const page = await this.context.newPage()
      await page.addInitScript({ content: pageScript(readFileSync(preload, 'utf8')) })
      this.windows.set(id, { page, document: '', queue: [], take: undefined, loadedByApp: false })
      page.on('load', () => this.tell({ kind: 'window', window: id, event: 'loaded' }))
      page.on('crash', () => this.tell({ kind: 'window', window: id, event: 'crashed' }))
      page.on('close', () => this.tell({ kind: 'window', window: id, event: 'closed' }))
      page.on('popup', (popup) => void this.judgePopup(id, popup))
    })
    return this.opening
  }

  private async load(id: number, url: string): Promise<Page> {
    await this.opening
    const window = this.windows.get(id)
    if (!window) throw new Error(`there is no window ${id}`)
    await this.grant(url)
    window.loadedByApp = true
    await window.page.goto(toCarried(url))
    return window.page
  }

  /** Chromium's own answers to the page are those of the app's permission handler. */
  private async grant(url: string): Promise<void> {
    const write = await this.ask({ kind: 'permission', permission: 'clipboard-sanitized-write', url, main: true })
    const read = await this.ask({ kind: 'permission', permission: 'clipboard-read', url, main: true })
    const granted = [...(write ? ['clipboard-write'] : []), ...(read ? ['clipboard-read'] : [])]
    await this.context.grantPermissions(granted, { origin: carried })
  }

  private async judgePopup(window: number, popup: Page): Promise<void> {
    if (!(await this.ask({ kind: 'open', window, url: toOwn(popup.url()) }))) await popup.close()
  }

  private async serve(route: Route): Promise<void> {
    const request = route.request()
    const window = request.isNavigationRequest()
      ? [...this.windows].find(([, { page }]) => page.mainFrame() === frameOf(request))
      : undefined
    if (window !== undefined && !window[1].loadedByApp) {
      if (!(await this.ask({ kind: 'navigate', window: window[0], url: toOwn(request.url()) }))) {
        // An answer without content leaves the page where it is; an aborted navigation would show Chromium's error page.
        return route.fulfill({ status: 204 })
      }
    }
    if (window !== undefined) window[1].loadedByApp = false
    if (!request.url().startsWith(`${carried}/`)) return route.abort()
    const answer = (await this.ask({ kind: 'request', url: toOwn(request.url()), method: request.method() })) as SchemeAnswer
    await route.fulfill({ status: answer.status, headers: answer.headers, body: Buffer.from(answer.body) })
  }

  private hearPage(page: Page, frame: Frame, message: FromPage): Promise<ToPage[] | null> | undefined {
    const found = [...this.windows].find(([, window]) => window.page === page)
    if (!found) return undefined
    const [id, window] = found
    switch (message.kind) {
      case 'hello':
        window.take?.(null)
        window.document = message.document
        window.queue.length = 0
        window.take = undefined
        return undefined
      case 'next':
        return this.nextBatch(window, message.document)
      case 'port':
        this.tell({ kind: 'port', port: message.port, data: message.data })
        return undefined
      case 'ipc': {
        const main = frame.parentFrame() === null
        const { channel, args, reply } = message
        this.tell({ kind: 'ipc', message: { window: id, channel, args, frame: { url: toOwn(frame.url()), main }, reply } })
        return undefined
      }
    }
  }

  private nextBatch(window: Window, document: string): Promise<ToPage[] | null> {
    if (window.document !== document) return Promise.resolve(null)
    if (window.queue.length > 0) return Promise.resolve(window.queue.splice(0))
    return new Promise((resolve) => (window.take = resolve))
  }

  private deliver(id: number, message: ToPage): void {
    const window = this.windows.get(id)
    if (!window) return
    window.queue.push(message)
    const take = window.take
    window.take = undefined
    take?.(window.queue.splice(0))
  }
}

/** The first request of a window that is just being opened has no frame yet. */
function frameOf(request: Request): Frame | undefined {
  try {
    return request.frame()
  } catch {
    return undefined
  }
}
