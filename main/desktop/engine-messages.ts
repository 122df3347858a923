import type { Platform } from '../../app/engine.ts'

/** How a notification ended. */
export type Delivery = Awaited<ReturnType<Platform['notify']>>
export type DesktopNotification = Parameters<Platform['notify']>[0]

/** What main tells the engine process. `connect` carries one end of a window's port. */
export type ToEngine = { kind: 'connect' } | { kind: 'close' } | { kind: 'delivery'; id: number; delivery: Delivery }

/** What the engine process tells main. `failed` is an expected end that another try would not change. */
export type FromEngine =
  { kind: 'ready' } | { kind: 'failed'; code: number; message: string } | { kind: 'notify'; id: number; notification: DesktopNotification }

/** What main hands to the engine process as its only argument, as JSON. */
export interface EngineArguments {
  home: string
  config?: string
  sample: boolean
}
