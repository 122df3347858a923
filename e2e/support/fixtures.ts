import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type Page } from '@playwright/test'
import { openDesktopElectron, electronUnavailable } from './hosts/desktop-electron.ts'
import { openDesktopStandIn, type StandInHost } from './hosts/desktop-stand-in.ts'
import { openHeadless, type HeadlessHost } from './hosts/headless.ts'
import type { Host, HostName, HostOptions } from './hosts/host.ts'
import type { BoundSource } from './senders.ts'

export { expect } from '@playwright/test'

export interface Options {
  /** Which host the specs run on: one Playwright project each. */
  hostName: HostName
  /** Replay the sample day at the start. */
  sample: boolean
  /** Answer the first-run question beforehand, detection on. */
  settled: boolean
}

export interface Fixtures {
  /** An empty folder with a vedette.yml whose ports are free ones. */
  home: string
  host: Host
  /** The console's window. */
  page: Page
  /** Where the sources really listen, by id. */
  sources: Record<'syslog' | 'syslog-tcp' | 'netflow', BoundSource>
}

/** Free ports, so that tests disturb neither each other nor a console that runs on this machine. */
const configuration = `version: 1
sources:
  - { id: syslog, type: syslog-udp, port: 0 }
  - { id: syslog-tcp, type: syslog-tcp, port: 0 }
  - { id: netflow, type: netflow-udp, port: 0 }
`

const open: Record<HostName, (options: HostOptions) => Promise<Host>> = {
  headless: openHeadless,
  'desktop-stand-in': openDesktopStandIn,
  'desktop-electron': openDesktopElectron,
}

export const test = base.extend<Options & Fixtures>({
  hostName: ['headless', { option: true }],
  sample: [false, { option: true }],
  settled: [true, { option: true }],

  home: async ({ hostName }, use) => {
    const reason = hostName === 'desktop-electron' ? electronUnavailable() : undefined
    base.skip(reason !== undefined, reason)
    const home = mkdtempSync(join(tmpdir(), 'vedette-e2e-'))
    writeFileSync(join(home, 'vedette.yml'), configuration)
    await use(home)
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  },

  host: async ({ browser, home, hostName, sample, settled }, use) => {
    const host = await open[hostName]({ browser, home, sample })
    if (settled) await host.ask('firstRun.finish', { detection: true, alerting: true })
    if (settled) await host.page.reload()
    await use(host)
    await host.close()
  },

  page: async ({ host }, use) => use(host.page),

  sources: async ({ host }, use) => {
    const { sources } = await host.ask('sources.list', {})
    const bound = sources.map(({ source, state }) => {
      if (state.kind !== 'listening') throw new Error(`${source.id} does not listen: ${JSON.stringify(state)}`)
      return [source.id, { address: state.address, port: state.port }] as const
    })
    await use(Object.fromEntries(bound) as Fixtures['sources'])
  },
})

/** For specs that are about one host: reports itself skipped on the others. */
export function onlyOn(name: 'headless'): (host: Host) => HeadlessHost
export function onlyOn(name: 'desktop-stand-in'): (host: Host) => StandInHost
export function onlyOn(name: HostName) {
  test.skip(({ hostName }) => hostName !== name, `only the ${name} host has this`)
  return (host: Host) => host as never
}
