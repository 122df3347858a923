import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { app, dialog, session, type BrowserWindow } from 'electron'
import { z } from 'zod'
import { defaultHome } from '../default-home.ts'
import { exitCodes } from '../exit-codes.ts'
import { openLog } from '../log.ts'
import { channels } from './channels.ts'
import { chooseFiles } from './choose-files.ts'
import { keepCrashesLocal, logCrashes, reloadAfterCrash } from './crash.ts'
import { readArguments, shellFolder } from './desktop-arguments.ts'
import { EngineProcess } from './engine-process.ts'
import { setMenu } from './menu.ts'
import { showNotification } from './notifications.ts'
import { denyPermissions } from './permissions.ts'
import { claimScheme, serveWindow } from './scheme.ts'
import { answer, hear } from './trusted-sender.ts'
import { showTray } from './tray.ts'
import { openWindow, reveal } from './window.ts'

app.enableSandbox()
claimScheme()
const engineArguments = readArguments(process.argv, app.isPackaged, defaultHome())
makeShellFolder()
app.setPath('userData', shellFolder(engineArguments.home))
// Windows shows notifications only of programs that say who they are: the installer's appId.
app.setAppUserModelId('org.vedette.console')
keepCrashesLocal()

// Before the store opens: two engines on one home would be two writers of one database.
if (app.requestSingleInstanceLock()) void run()
else app.quit()

/** Without it nothing can start. Electron would show the stack of what was thrown. */
function makeShellFolder(): void {
  try {
    mkdirSync(shellFolder(engineArguments.home), { recursive: true, mode: 0o700 })
  } catch (error) {
    dialog.showErrorBox(
      'Vedette cannot start',
      `${engineArguments.home} cannot be used (${error instanceof Error ? error.message : String(error)}).`,
    )
    // At once: `app.exit` lets the rest of this module run.
    process.exit(exitCodes.store)
  }
}

async function run(): Promise<void> {
  const write = openLog(engineArguments.home)
  const log = (message: string) => write({ level: 'warn', message: `desktop: ${message}` })
  logCrashes(log)
  await app.whenReady()
  setMenu(process.platform, app.isPackaged)
  denyPermissions(session.defaultSession)
  serveWindow(session.defaultSession, besideBundle('window'))

  const icon = besideBundle('icons/icon.png')
  let window: BrowserWindow | undefined
  const open = (): BrowserWindow => {
    if (window !== undefined) reveal(window)
    else {
      window = openWindow(log, icon)
      reloadAfterCrash(window)
      window.once('closed', () => (window = undefined))
    }
    return window
  }
  const openEvent = (event_id: string) => {
    const { webContents } = open()
    const send = () => webContents.send(channels.openEvent, event_id)
    if (webContents.isLoading()) webContents.once('did-finish-load', send)
    else send()
  }

  const engine = new EngineProcess(engineArguments, {
    failed: (code, message) => {
      dialog.showErrorBox('Vedette cannot start', message)
      app.exit(code)
    },
    notify: (notification) => showNotification(notification, openEvent),
    log,
  })
  hear(channels.attach, z.undefined(), (sender) => engine.attach(sender), log)
  answer(channels.chooseFiles, z.undefined(), chooseFiles, log)

  app.on('second-instance', open)
  app.on('activate', open)
  closeInOrder(engine)
  engine.start()
  open()
  showTray(besideBundle('icons/tray.png'), { open, quit: () => app.quit() })
  endWithLastWindow()
}

/** The engine commits what it holds before the app ends. */
function closeInOrder(engine: EngineProcess): void {
  let closed = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void engine.close().then(() => {
      closed = true
      app.quit()
    })
  })
}

/**
 * Without a window Vedette goes on listening where its tray is sure to be seen. Many Linux desktops show none:
 * there the last window ends it, rather than leaving a program nobody can find.
 */
function endWithLastWindow(): void {
  app.on('window-all-closed', () => {
    if (process.platform === 'linux') app.quit()
  })
}

function besideBundle(path: string): string {
  return fileURLToPath(new URL(`./${path}`, import.meta.url))
}
