import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Fixtures } from './fixtures.ts'
import type { Host } from './hosts/host.ts'
import { loginHistory } from './login-history.ts'
import { sendDatagrams } from './senders.ts'

const hour = 3_600_000

/** Where the traffic of families goes to, and what some of them need beforehand: a stream, a model, short waits. */
export class FlagRounds {
  readonly sources: Fixtures['sources']
  /** Where answers of queries are posted. */
  readonly hook = '/anomalies'
  private readonly url: string
  private readonly secret: string
  private readonly timers: NodeJS.Timeout[] = []

  private constructor(sources: Fixtures['sources'], url: string, secret: string) {
    this.sources = sources
    this.url = url
    this.secret = secret
  }

  static async prepare(host: Host, home: string, sources: Fixtures['sources']): Promise<FlagRounds> {
    await tune(host, 'source_silence', { floor: 30, learning: 60, records: 10 })
    await tune(host, 'clock_skew', { skew: 30 })
    for (const round of [0, 1]) await makeStream(host, `signals-${round}`)
    await trainModel(host, home)
    const { secret } = await host.ask('tokens.create', { name: 'flags', scopes: ['requests', 'record', 'datasets'] })
    return new FlagRounds(sources, (await host.ask('tokens.list', {})).api.url ?? '', secret)
  }

  async post(path: string, body: unknown): Promise<void> {
    const headers = { authorization: `Bearer ${this.secret}`, 'content-type': 'application/json', 'x-hasura-role': 'user' }
    const response = await fetch(new URL(path, this.url), { method: 'POST', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  }

  /** A line now and then, as a host sends them, `count` times. */
  keepSending(interval: number, count: number, line: (index: number, begun: number) => string): void {
    const begun = Date.now()
    let index = 0
    const timer = setInterval(() => {
      void sendDatagrams(this.sources.syslog, [line(index, begun)])
      index += 1
      if (index >= count) clearInterval(timer)
    }, interval)
    this.timers.push(timer)
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer)
  }
}

async function tune(host: Host, anomaly_type: string, parameters: Record<string, number>): Promise<void> {
  const { profile } = await host.ask('profiles.get', { anomaly_type })
  const changed = { ...profile, parameters: { ...profile.parameters, ...parameters } }
  await host.ask('profiles.save', { profile: changed, revision: 0, why: 'a test does not wait for half an hour', redecide: false })
}

async function makeStream(host: Host, name: string): Promise<void> {
  await host.ask('streams.save', {
    stream: {
      name,
      source: { type: 'records', query: `host.name:${name}`, group_by: ['source.ip'] },
      aggregation: { window: 60, lateness: 0 },
      engine: { type: 'robust', params: { window: 30 } },
      warmup: 0,
    },
  })
  const state = async () => (await host.ask('streams.list', {})).streams.find(({ stream }) => stream.name === name)?.state.kind
  await expect.poll(state).toBe('running')
}

/** Of the accounts of a small firm, and in force. */
async function trainModel(host: Host, home: string): Promise<void> {
  const file = join(home, 'logins.log')
  const lines = loginHistory(72, Date.now() - 6 * hour)
  writeFileSync(file, lines.join('\n') + '\n')
  await host.ask('import.start', { files: [file], format: 'syslog' })
  const stored = async () => (await host.ask('records.histogram', { query: { conditions: [] }, interval: hour })).total
  await expect.poll(stored, { timeout: 30_000 }).toBe(lines.length)
  await host.ask('models.train', { set: 'accounts' })
  await expect.poll(async () => (await host.ask('models.list', {})).versions.length, { timeout: 60_000 }).toBe(1)
  await host.ask('models.swap', { id: 'accounts-1' })
}
