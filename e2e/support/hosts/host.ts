import type { Browser, Page } from '@playwright/test'
import type { RequestInput, RequestName, RequestOutput } from '../../../app/contract/requests.ts'

export type HostName = 'headless' | 'desktop-stand-in' | 'desktop-electron'

export interface HostOptions {
  browser: Browser
  /** A folder of this test's own. */
  home: string
  /** Replay the sample day at the start. */
  sample?: boolean
}

/** A running console and its first window, whatever runs it. */
export interface Host {
  name: HostName
  page: Page
  /** Asks the engine directly, beside the window. */
  ask<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>>
  /** The process that holds the engine. */
  enginePid(): Promise<number>
  /** Ends it as an analyst would; resolves with the exit code. */
  close(): Promise<number>
}
