import autocannon, { type Result } from 'autocannon'
import { startShop, type ShopOptions } from '../../main/testing/shop-process.ts'
import { startConsole } from '../support/console-process.ts'
import { report, title } from '../support/report.ts'

const rate = 1000
const connections = 10

/** An application's own latency, with the middleware and without, while Vedette is up and while it is not. */
export async function benchApplication(options: { seconds: number }): Promise<void> {
  title(`Latency of an application at ${rate} requests/s, and the most it answers`)
  const running = await startConsole()
  const { secret: token } = await running.ask('tokens.create', { name: 'bench', scopes: ['requests'] })
  const up = { url: new URL(running.url).origin, token }
  const plain = new Map<string, Result[]>()
  for (const framework of ['express', 'fastify'] as const) {
    const without = await measure({ framework }, options.seconds)
    plain.set(framework, without)
    tell(`${framework}, without Vedette`, without)
    tell(`${framework}, Vedette is up`, await measure({ framework, vedette: up }, options.seconds), without)
  }
  await running.stop()
  for (const [framework, without] of plain) {
    const down = await measure({ framework: framework as ShopOptions['framework'], vedette: up }, options.seconds)
    tell(`${framework}, Vedette is down`, down, without)
  }
}

/** At a steady rate, then as fast as it goes; a fresh process, warmed up. */
async function measure(shop: ShopOptions, seconds: number): Promise<Result[]> {
  const application = await startShop(shop)
  const load = (duration: number, overallRate?: number) =>
    autocannon({ url: `${application.url}/api/v1/items/7`, connections, duration, overallRate, headers: { 'x-user': 'bench' } })
  await load(2)
  const results = [await load(seconds, rate), await load(seconds)]
  await application.end()
  return results
}

function tell(name: string, [steady, fastest]: Result[], without: Result[] = []): void {
  if (steady === undefined || fastest === undefined) return
  const [plain, plainFastest] = without
  const beside = (value: number | undefined) => (value === undefined ? undefined : { name: 'without', value })
  report({
    name: `${name}: mean`,
    value: steady.latency.average,
    unit: 'ms',
    baseline: beside(plain?.latency.average),
    note: `${steady.non2xx} wrong`,
  })
  report({ name: `${name}: p99`, value: steady.latency.p99, unit: 'ms', baseline: beside(plain?.latency.p99) })
  report({
    name: `${name}: at most`,
    value: fastest.requests.average,
    unit: 'requests/s',
    baseline: beside(plainFastest?.requests.average),
    note: `${fastest.non2xx + fastest.errors} wrong`,
  })
}
