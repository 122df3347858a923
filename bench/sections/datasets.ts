import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApiService, createEngine, type Engine } from '../../app/engine.ts'
import { serveApi } from '../../app/serve/api/serve-api.ts'
import { report, title } from '../support/report.ts'

/** What watching an answer costs whoever sends it, end to end over HTTP; beside it, the same server answering a question about nothing. */
export async function benchDatasets(options: { requests: number; rows: number }): Promise<void> {
  title(`POST /anomalies with ${options.rows} records`)
  const home = mkdtempSync(join(tmpdir(), 'vedette-bench-'))
  const engine = await start(home)
  const served = await serveApi({ service: createApiService(engine), port: 0 })
  if (served.kind === 'failed') throw new Error(served.message)
  const key = engine.tokens.create('bench', ['datasets'], { who: 'bench', at: Date.now() }).secret
  const send = (method: string, path: string, body = '') => ask(served.url + path, method, key, body)
  try {
    const health = await measure(options.requests, () => send('GET', '/health'))
    const baseline = { name: 'GET /health p99', value: percentile(health, 0.99) }
    report({ ...baseline, unit: 'ms' })
    const empty = await measure(options.requests, () => send('POST', '/anomalies', makeBody(0, 0)))
    report({ name: 'without a record p99', value: percentile(empty, 0.99), unit: 'ms', baseline })
    const taken = await measure(options.requests, (at) => send('POST', '/anomalies', makeBody(at, options.rows)))
    const note = `median ${percentile(taken, 0.5).toFixed(1)} ms, most ${percentile(taken, 1).toFixed(1)} ms; history of ${options.requests * options.rows} rows, trained and compared`
    report({ name: 'p99', value: percentile(taken, 0.99), unit: 'ms', baseline, note })
    const seconds = taken.reduce((sum, each) => sum + each, 0) / 1000
    report({ name: 'records, one request at a time', value: (options.requests * options.rows) / seconds, unit: 'records/s' })
  } finally {
    await served.close()
    await engine.close()
    rmSync(home, { recursive: true, force: true })
  }
}

async function start(home: string): Promise<Engine> {
  const platform = {
    host: 'headless' as const,
    version: 'bench',
    log: () => undefined,
    fatal: (message: string) => {
      throw new Error(message)
    },
    notify: () => Promise.resolve({ kind: 'delivered' as const }),
  }
  const created = await createEngine({ home, platform, flags: { ANOMALY_DETECTION_ENABLED: true }, listen: false, environment: {} })
  if (created.kind === 'failed') throw new Error(created.failure.message)
  return created.engine
}

const countries = ['FR', 'DE', 'IT', 'ES', 'PL']

function makeBody(from: number, count: number): string {
  const users = Array.from({ length: count }, (_, n) => {
    const at = from * 37 + n
    return {
      ...{ id: at, name: `Person ${at}`, email: `person${at}@example.org`, age: 18 + (at % 60), country: countries[at % 5] },
      ...{ balance: ((at * 7919) % 100_000) / 100, active: at % 7 > 0, created_at: new Date(1.7e12 + at * 3_600_000).toISOString() },
    }
  })
  const query = 'query Users { users { id name email age country balance active created_at } }'
  return JSON.stringify({ rawRequest: { query, variables: {}, operationName: 'Users' }, response: { data: { users } } })
}

async function measure(count: number, work: (at: number) => Promise<number>): Promise<number[]> {
  const taken: number[] = []
  for (let at = 0; at < count; at += 1) {
    const started = performance.now()
    const status = await work(at)
    if (status !== 200) throw new Error(`answered ${status}`)
    taken.push(performance.now() - started)
  }
  return taken.sort((a, b) => a - b)
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

function ask(url: string, method: string, key: string, body: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'x-hasura-role': 'clerk', 'x-hasura-user': '7' }
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
