import type { DesktopBridge } from '../app/contract/desktop-bridge.ts'

declare global {
  interface Window {
    /** Set by the desktop's preload only. */
    readonly vedette?: DesktopBridge
  }
}
