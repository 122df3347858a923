/** Carries JSON text to and from one engine. A wire that has closed stays closed; a new one is opened in its place. */
export interface Wire {
  send(text: string): void
  close(): void
}

/** Why a wire ended: `lost` is worth another try, `refused` is not until the analyst does something. */
export type WireEnd = { kind: 'lost'; message: string } | { kind: 'refused'; message: string }

export interface WireListener {
  opened(): void
  received(text: string): void
  /** At most once, and nothing after it. */
  ended(end: WireEnd): void
}

export type OpenWire = (listener: WireListener) => Wire
