import autocannon, { type Result } from 'autocannon'
import { startShop, type Shop, type ShopOptions } from '../../main/testing/shop-process.ts'
import { startConsole } from '../support/console-process.ts'
import { percentile, report, title } from '../support/report.ts'

const rate = 1000
const connections = 10
const rounds = 5

interface Measured {
  /** Milliseconds, at the steady rate. */
  mean: number
  p99: number
  /** Requests a second, as fast as it goes. */
  most: number
  wrong: number
}

/** An application's own latency, with the middleware and without, while Vedette is up and while it is not. */
export async function benchApplication(options: { seconds: number }): Promise<void> {
  title(`Latency of an application at ${rate} requests/s, and the most it answers (medians of ${rounds} rounds, in turns)`)
  const running = await startConsole()
  const { secret: token } = await running.ask('tokens.create', { name: 'bench', scopes: ['requests'] })
  const vedette = { url: new URL(running.url).origin, token }
  for (const framework of ['express', 'fastify'] as const) await compare('Vedette is up', { framework, vedette }, options.seconds)
  await running.stop()
  for (const framework of ['express', 'fastify'] as const) await compare('Vedette is down', { framework, vedette }, options.seconds)
}

/** The same application twice, with the middleware and without, one after the other in each round: both meet the same machine. */
async function compare(state: string, options: ShopOptions, seconds: number): Promise<void> {
  const { framework } = options
  const shops = [await startShop({ framework }), await startShop(options)]
  const measured: Measured[][] = [[], []]
  for (const shop of shops) await load(shop, 2)
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, shop] of shops.entries()) measured[index]?.push(await measure(shop, Math.max(1, seconds / rounds)))
  }
  for (const shop of shops) await shop.end()
  const [without, beside] = measured.map(summarize) as [Measured, Measured]
  const tell = (name: string, key: keyof Measured, unit: string) => {
    const baseline = { name: 'without', value: without[key] }
    report({ name: `${framework}, ${state}: ${name}`, value: beside[key], unit, baseline, note: `${beside.wrong} wrong` })
  }
  tell('mean', 'mean', 'ms')
  tell('p99', 'p99', 'ms')
  tell('at most', 'most', 'requests/s')
}

async function measure(shop: Shop, seconds: number): Promise<Measured> {
  const steady = await load(shop, seconds, rate)
  const fastest = await load(shop, seconds)
  return {
    mean: steady.latency.average,
    p99: steady.latency.p99,
    most: fastest.requests.average,
    wrong: steady.non2xx + steady.errors + fastest.non2xx + fastest.errors,
  }
}

async function load({ url }: Shop, duration: number, overallRate?: number): Promise<Result> {
  return autocannon({ url: `${url}/api/v1/items/7`, connections, duration, overallRate, headers: { 'x-user': 'bench' } })
}

function summarize(all: readonly Measured[]): Measured {
  const median = (key: keyof Measured) =>
    percentile(
      all.map((one) => one[key]),
      0.5,
    )
  return { mean: median('mean'), p99: median('p99'), most: median('most'), wrong: all.reduce((sum, { wrong }) => sum + wrong, 0) }
}
