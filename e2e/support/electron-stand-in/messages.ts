/** What the test process (which has the browser) and the main process under test say to each other over fork's channel. */

/** What a page's frame sent through the preload. `reply` numbers a question. */
export interface PageMessage {
  window: number
  channel: string
  args: unknown[]
  frame: { url: string; main: boolean }
  reply?: number
}

/** Questions of the test process; main's answer carries the same id. */
export type Question =
  | { kind: 'request'; url: string; method: string }
  | { kind: 'navigate'; window: number; url: string }
  | { kind: 'open'; window: number; url: string }
  | { kind: 'permission'; permission: string; url: string; main: boolean }
  | { kind: 'report' }

export interface SchemeAnswer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

export type ToMain =
  | { kind: 'ipc'; message: PageMessage }
  | { kind: 'port'; port: number; data: unknown }
  | { kind: 'port-closed'; port: number }
  | { kind: 'ask'; id: number; question: Question }
  | { kind: 'window'; window: number; event: 'loaded' | 'closed' | 'crashed' }
  | { kind: 'click-notification' }
  | { kind: 'choose-files'; files: string[] }
  | { kind: 'quit' }

/** Delivered to the preload in the page. */
export type ToPage =
  | { kind: 'send'; channel: string; args: unknown[]; ports: number[] }
  | { kind: 'port'; port: number; data: unknown }
  | { kind: 'reply'; reply: number; value?: unknown; error?: string }

export type FromMain =
  | { kind: 'open-window'; window: number; preload: string }
  | { kind: 'load'; window: number; url: string }
  | { kind: 'reload'; window: number }
  | { kind: 'close-window'; window: number }
  | { kind: 'to-page'; window: number; message: ToPage }
  | { kind: 'answer'; id: number; value: unknown }

/** One call the app made of Electron, in order: the security specs read these. */
export interface Call {
  name: string
  args: unknown[]
  /** Whether the app was ready by then. */
  ready: boolean
}

export interface Report {
  calls: Call[]
  enginePid: number | undefined
}
