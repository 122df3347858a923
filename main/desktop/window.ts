import { fileURLToPath } from 'node:url'
import { BrowserWindow } from 'electron'
import { denyNavigation } from './navigation.ts'
import { windowAddress } from './origin.ts'

/** Opens the console's window. The page gets a sandboxed renderer, the preload's named functions, and no more. */
export function openWindow(log: (message: string) => void, icon: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    // The window's dark ground, so that opening does not flash white.
    backgroundColor: '#0E1217',
    title: 'Vedette',
    icon,
    autoHideMenuBar: true,
    webPreferences: {
      preload: fileURLToPath(new URL('./desktop-preload.cjs', import.meta.url)),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  })
  denyNavigation(window.webContents, log)
  window.once('ready-to-show', () => window.show())
  void window.loadURL(windowAddress)
  return window
}

/** Brings the window to the front, whatever it was. */
export function reveal(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
