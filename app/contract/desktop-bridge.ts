/**
 * What the desktop's preload exposes to the window as `window.vedette`; a window served headless has none.
 * Named functions only, since a context bridge cannot hand over a MessagePort and must not hand over a channel-agnostic
 * `invoke` (DESIGN section 10): the preload keeps the port and passes the protocol's JSON text through.
 */
export interface DesktopBridge {
  /** `process.platform` of the desktop. */
  readonly platform: string
  /** One `ClientMessage` as JSON text. Dropped while the engine is down. */
  send(text: string): void
  /** One `ServerMessage` as JSON text each. Returns the function that stops listening. */
  onMessage(listener: (text: string) => void): () => void
  /** Calls back at once with the state there is, then at every change. Returns the function that stops listening. */
  onEngine(listener: (state: EngineState) => void): () => void
  /** The system's file picker. Absolute paths; none when the analyst cancels. */
  chooseFiles(): Promise<string[]>
  /** A desktop notification was clicked: the event it spoke of. Returns the function that stops listening. */
  onOpenEvent(listener: (id: string) => void): () => void
}

/**
 * `up`: a port to a live engine process is in hand; everything asked through an earlier port is lost.
 * `down`: the engine process ended; the supervisor starts it again with back-off.
 */
export type EngineState = { kind: 'up' } | { kind: 'down'; message: string }
