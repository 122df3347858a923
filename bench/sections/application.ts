import { startShop, type Shop, type ShopOptions } from '../../main/testing/shop-process.ts'
import { startConsole } from '../support/console-process.ts'
import { loadPaced } from '../support/paced-load.ts'
import { percentile, report, title } from '../support/report.ts'

const rate = 1000
const connections = 10
const rounds = 7
const path = '/api/v1/items/7'

interface Measured {
  /** Milliseconds, at the steady rate. */
  mean: number
  p50: number
  p99: number
  /** Milliseconds that the application's event loop was held, at the steady rate. */
  turn: number
  /** Microseconds of processor time a request, at the steady rate. */
  cpu: number
  /** Requests a second, as fast as it goes. */
  most: number
  wrong: number
}

const figures: [keyof Measured, string, string][] = [
  ['mean', 'mean', 'ms'],
  ['p50', 'p50', 'ms'],
  ['p99', 'p99', 'ms'],
  ['turn', 'longest turn', 'ms'],
  ['cpu', 'processor time', 'µs/request'],
  ['most', 'at most', 'requests/s'],
]

/**
 * An application's own latency: without the middleware, twice (how far these two lie apart is what the machine adds), with it
 * while Vedette is up, and with it while nothing is where Vedette should be. All in turns, each round beginning with another.
 */
export async function benchApplication(options: { seconds: number }): Promise<void> {
  title(`An application at ${rate} requests/s, evenly spread, and the most it answers (medians of ${rounds} rounds, in turns)`)
  const running = await startConsole()
  const { secret: token } = await running.ask('tokens.create', { name: 'bench', scopes: ['requests'] })
  const up = { url: new URL(running.url).origin, token }
  // Of all ports nobody listens on, the one for discarding what comes.
  const down = { url: 'http://127.0.0.1:9', token }
  for (const framework of ['express', 'fastify'] as const) {
    const own = { framework, interval: 250 }
    const applications = {
      without: own,
      'without, again': own,
      'Vedette up': { ...own, vedette: up },
      'Vedette down': { ...own, vedette: down },
    }
    await compare(framework, applications, options.seconds / rounds)
  }
  await running.stop()
}

async function compare(framework: string, applications: Record<string, ShopOptions>, seconds: number): Promise<void> {
  const names = Object.keys(applications)
  const shops = await Promise.all(Object.values(applications).map(startShop))
  const measured: Measured[][] = names.map(() => [])
  for (const { url } of shops) await loadPaced(url + path, { connections, seconds: 1 })
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < shops.length; turn += 1) {
      const index = (turn + round) % shops.length
      measured[index]?.push(await measure(shops[index] as Shop, Math.max(1, seconds)))
    }
  }
  for (const shop of shops) await shop.end()
  const [without, ...others] = measured.map(summarize) as [Measured, ...Measured[]]
  for (const [key, name, unit] of figures) {
    report({ name: `${framework}, without: ${name}`, value: without[key], unit })
    for (const [index, other] of others.entries()) {
      const baseline = { name: 'without', value: without[key] }
      const note = other.wrong > 0 ? `${other.wrong} wrong` : undefined
      report({ name: `${framework}, ${names[index + 1]}: ${name}`, value: other[key], unit, baseline, note })
    }
  }
}

async function measure(shop: Shop, seconds: number): Promise<Measured> {
  await shop.process()
  const steady = await loadPaced(shop.url + path, { connections, seconds, rate })
  const { cpu, longestTurn } = await shop.process()
  const fastest = await loadPaced(shop.url + path, { connections, seconds })
  const { mean, p50, p99, count } = steady
  return { mean, p50, p99, turn: longestTurn, cpu: cpu / count, most: fastest.rate, wrong: steady.wrong + fastest.wrong }
}

function summarize(all: readonly Measured[]): Measured {
  const median = (key: keyof Measured) => {
    const values = all.map((one) => one[key])
    return key === 'wrong' ? values.reduce((sum, wrong) => sum + wrong, 0) : percentile(values, 0.5)
  }
  return Object.fromEntries([...figures.map(([key]) => key), 'wrong' as const].map((key) => [key, median(key)])) as unknown as Measured
}
