import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import type { VedetteStats } from '../../app/client/types.ts'

export interface Shop {
  url: string
  stats(): Promise<VedetteStats>
  process(): Promise<ShopProcess>
  end(): Promise<void>
}

/** Of the application's process, since it was last asked. */
export interface ShopProcess {
  /** Microseconds of processor time. */
  cpu: number
  /** Milliseconds that its event loop was held at most. */
  longestTurn: number
  /** Bytes that it holds. */
  memory: number
}

export interface ShopOptions {
  framework: 'express' | 'fastify'
  /** Without it, the same application without Vedette. */
  vedette?: { url: string; token: string }
  queue?: number
  /** Milliseconds that facts are gathered. */
  interval?: number
}

export async function startShop({ framework, vedette, queue = 10_000, interval = 20 }: ShopOptions): Promise<Shop> {
  const env = { ...process.env, VEDETTE_URL: vedette?.url, VEDETTE_TOKEN: vedette?.token }
  const program = fileURLToPath(new URL('./shop.ts', import.meta.url))
  const told = [program, framework, '0', String(queue), String(interval)]
  const child = spawn(process.execPath, told, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve)
    child.once('exit', () => reject(new Error('the application ended before it was ready')))
  })
  const read = async (path: string): Promise<unknown> => (await fetch(url + path)).json()
  return {
    url,
    stats: async () => (await read('/stats')) as VedetteStats,
    process: async () => (await read('/process')) as ShopProcess,
    end: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGKILL')
      }),
  }
}

export interface Step {
  user: string
  method: 'GET' | 'POST' | 'PATCH'
  path: (n: number) => string
  body?: object
  headers?: Record<string, string>
  /** What the application answers, whatever Vedette does. */
  status: number
  amount: number
}

/** Sends what the steps say, in parallel, and says how often the application did not answer as it should. */
export async function drive(url: string, steps: readonly Step[]): Promise<{ sent: number; wrong: number }> {
  const results = await Promise.all(steps.map((step) => driveOne(url, step)))
  return { sent: results.reduce((sum, one) => sum + one.sent, 0), wrong: results.reduce((sum, one) => sum + one.wrong, 0) }
}

async function driveOne(url: string, step: Step): Promise<{ sent: number; wrong: number }> {
  const { user, method, path, body, headers, status, amount } = step
  let wrong = 0
  const requests = Array.from({ length: amount }, (_, n) => ({
    method,
    path: path(n),
    headers: { 'x-user': user, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    onResponse: (answered: number) => {
      if (answered !== status) wrong += 1
    },
  }))
  const result = await autocannon({ url, connections: 1, amount, requests })
  return { sent: result.requests.sent, wrong: wrong + result.errors + result.timeouts + (amount - result['2xx'] - result.non2xx) }
}
