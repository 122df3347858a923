/**
 * A stand-in for the module `electron`, for tests only: as much of it as `main/desktop` uses, with windows that are pages
 * of the real Chromium which the test process drives. An Electron function that is missing here fails loudly at import.
 */
import { listenToTest } from './link.ts'

export { app } from './app.ts'
export { ipcMain } from './ipc-main.ts'
export { MessageChannelMain } from './ports.ts'
export { protocol, session } from './session.ts'
export { crashReporter, dialog, Menu, nativeImage, Notification, Tray } from './shell.ts'
export { utilityProcess } from './utility-process.ts'
export { BrowserWindow } from './windows.ts'

listenToTest()
