import type { WebContents } from 'electron'
import { isOwnAddress } from './origin.ts'

/** The window stays where it is: no other page, no other window, no webview, whatever a record's text talks it into. */
export function denyNavigation(contents: WebContents, refused: (message: string) => void): void {
  const keep = (event: { preventDefault(): void; url: string }) => {
    if (isOwnAddress(event.url)) return
    event.preventDefault()
    refused('a navigation away from the console was refused')
  }
  contents.on('will-navigate', keep)
  contents.on('will-frame-navigate', keep)
  contents.on('will-redirect', keep)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => {
    refused('a new window was refused')
    return { action: 'deny' }
  })
}
