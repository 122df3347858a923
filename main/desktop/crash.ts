import { app, crashReporter, type BrowserWindow } from 'electron'

/** Crash dumps stay in the home's folder: what a console has in memory is nobody else's to read. */
export function keepCrashesLocal(): void {
  crashReporter.start({ uploadToServer: false, compress: true })
}

/** Says in the log which part of Electron ended and why. */
export function logCrashes(log: (message: string) => void): void {
  app.on('child-process-gone', (_event, { type, reason, name }) => log(`${name ?? type} ended: ${reason}`))
  app.on('render-process-gone', (_event, _contents, { reason }) => log(`the window's process ended: ${reason}`))
}

/** A page that crashed is loaded again, unless it does so at once: then the analyst keeps an empty window, not a loop. */
export function reloadAfterCrash(window: BrowserWindow): void {
  let last = -Infinity
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const soon = performance.now() - last < 10_000
    last = performance.now()
    if (reason !== 'clean-exit' && !soon) window.webContents.reload()
  })
}
