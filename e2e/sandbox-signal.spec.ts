import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSignalStore } from '../app/store/index.ts'
import { expect, test as base } from './support/fixtures.ts'

const minute = 60_000
const count = 600
const begin = Math.floor(Date.now() / minute) * minute - (count + 5) * minute
const odd = new Set([300, 450, 451])

/** Ten hours of a signal, a value a minute, three of them far out. */
function seed(home: string): void {
  const opened = openSignalStore(join(home, 'signals.db'))
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  opened.store.write(
    Array.from({ length: count }, (_, n) => {
      const value = odd.has(n) ? 250 : 100 + 3 * Math.sin(n * 1.7) + 2 * Math.sin(n * 0.31)
      const judged = { score: 0.3, probability: 0.5, lower: null, upper: null, is_anomaly: false, warming: false }
      return { stream: 'load', key: 'shop', ts: begin + n * minute, value, ...judged }
    }),
  )
  opened.store.close()
  appendFileSync(join(home, 'vedette.yml'), 'streams:\n  - { name: load, source: { type: http }, warmup: 0 }\n')
}

const test = base.extend({
  home: async ({ home }, use) => {
    seed(home)
    await use(home)
  },
})

test('a stored signal is judged by an engine with an alert budget, and that becomes a stream', async ({ page, host }) => {
  await page.evaluate(() => (location.hash = '#/signals?stream=load'))
  await page.getByRole('button', { name: /Sandbox/ }).click()
  await expect(page.getByRole('heading', { name: 'Sandbox' })).toBeVisible()
  const first = page.getByRole('group', { name: 'Engine 1' })
  await first
    .getByRole('button', { name: /Engine/ })
    .first()
    .click()
  await page.getByRole('option', { name: /^Robust/ }).click()
  await first.getByRole('button', { name: /How many anomalies/ }).click()
  await page.getByRole('option', { name: /^By alert budget/ }).click()
  await first.getByRole('textbox', { name: /^Alert budget/ }).fill('3')
  await page.getByRole('button', { name: 'Run', exact: true }).click()

  await expect(page.getByText(/^600 values of load, shop/)).toBeVisible()
  const row = page.getByRole('table', { name: 'Engines compared' }).getByRole('row', { name: /Robust/ })
  await expect(row.getByRole('cell').nth(2)).toHaveText(/^[3-5]$/)
  await expect(page.getByText('no labels: precision and recall cannot be said')).toBeVisible()

  await page.getByRole('button', { name: /^Make 1\. .*a stream$/ }).click()
  await expect(page.getByText(/as tried on load/)).toBeVisible()
  await expect(page.getByRole('textbox', { name: /^Alert budget/ })).toHaveValue('3')
  await page.getByRole('button', { name: 'Make the stream' }).click()
  await expect(page.getByRole('heading', { name: 'load-robust' })).toBeVisible()
  const { streams } = await host.ask('streams.list', {})
  expect(streams.find(({ stream }) => stream.name === 'load-robust')).toMatchObject({
    stream: { source: { type: 'http' }, engine: { type: 'robust', budget: 3 } },
  })
})
