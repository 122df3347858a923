import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSignalStore } from '../app/store/index.ts'
import { expect, onlyOn, test as base } from './support/fixtures.ts'

const second = 1000
const count = 1_000_000
const every = 4000
const begin = Math.floor(Date.now() / second) * second - count * second

/** A value a second, and every 4000th an anomaly in the middle of the band, where no drawing of extremes would keep it. */
function seed(home: string): void {
  const opened = openSignalStore(join(home, 'signals.db'))
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  const piece = 20_000
  for (let from = 0; from < count; from += piece) {
    opened.store.write(
      Array.from({ length: piece }, (_, index) => {
        const n = from + index
        const is_anomaly = n % every === every - 1
        const value = is_anomaly ? 100 : 100 + 40 * Math.sin(n / 900) + (n % 7)
        const judged = { score: is_anomaly ? 1 : 0.3, probability: 0.5, lower: 40, upper: 160, warming: false }
        return { stream: 'load', key: 'shop', ts: begin + n * second, value, is_anomaly, ...judged }
      }),
    )
  }
  opened.store.close()
  appendFileSync(join(home, 'vedette.yml'), 'streams:\n  - { name: load, source: { type: http }, warmup: 0 }\n')
}

const test = base.extend({
  home: async ({ home }, use) => {
    seed(home)
    await use(home)
  },
})
onlyOn('headless')

test('a million points are drawn by a few thousand with every anomaly, and zoomed into', async ({ page, host }) => {
  test.setTimeout(120_000)
  const end = begin + count * second
  const series = await host.ask('signals.series', { stream: 'load', key: 'shop', from: 0, to: end, points: 3000 })
  expect(series).toMatchObject({ total: count, sampled: true, anomalies: count / every })
  expect(series.points.filter(({ is_anomaly }) => is_anomaly)).toHaveLength(count / every)
  expect(series.points.length).toBeLessThan(3000 + count / every + 10)

  await page.evaluate(() => (location.hash = '#/signals?stream=load&range=all'))
  const chart = page.getByRole('slider', { name: /^shop/ })
  const caption = page.getByRole('status').filter({ hasText: /values/ })
  await expect(caption).toHaveText(/^1.000.000 values, drawn by 3.\d{3} of them with every anomaly$/, { timeout: 30_000 })

  await test.step('what is on the page is bounded', async () => {
    expect(Number(await chart.getAttribute('aria-valuemax'))).toBeLessThan(3300)
    await expect(page.getByRole('tab', { name: /Anomalies.*250/ })).toBeVisible()
    // A table shows the newest 200 and says how many more there are.
    await expect(page.getByRole('table', { name: 'Anomalies' }).getByRole('row')).toHaveCount(201)
    await expect(page.getByText(/^50 more: zoom in/)).toBeVisible()
  })

  await test.step('keys go from anomaly to anomaly', async () => {
    await chart.focus()
    await page.keyboard.press('End')
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('PageUp')
    await expect(chart).toHaveAttribute('aria-valuetext', /: 100, .*anomaly/)
  })

  await test.step('a brush zooms, as often as one likes, until every value is drawn', async () => {
    const box = (await chart.boundingBox())!
    const brush = async () => {
      await page.mouse.move(box.x + box.width * 0.45, box.y + 90)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width * 0.5, box.y + 90, { steps: 4 })
      await page.mouse.up()
    }
    await brush()
    await expect(caption).toHaveText(/^\d\d.\d{3} values, drawn by \d.\d{3} of them/)
    await expect(page.getByRole('tab', { name: /Anomalies.*1\d$/ })).toBeVisible()
    await brush()
    await expect(caption).toHaveText(/^\d.\d{3} values$/)
  })

  await test.step('values that come now are appended', async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(caption).toHaveText(/^1.000.000 values/)
    const { secret } = await host.ask('tokens.create', { name: 'shop', scopes: ['streams'] })
    const answer = await fetch(new URL('/v1/streams/load', page.url()), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify({ application: 'shop', ts: new Date(end).toISOString(), value: 101 }),
    })
    expect(answer.status).toBe(202)
    await expect(caption).toHaveText(/^1.000.001 values/)
  })
})
