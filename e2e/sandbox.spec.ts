import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/fixtures.ts'

const count = 1_000_000
const begin = Date.UTC(2026, 0, 1)

/** A value every half a minute, and a burst of a thousand at the end of each quarter, with its label. */
function writeMillion(home: string): string {
  const rows = ['ts,value,label']
  for (let n = 0; n < count; n += 1) {
    const burst = n % 250_000 >= 249_000
    const value = 100 + 20 * Math.sin(n / 460) + ((n * 7919) % 1000) / 100 + (burst ? 80 : 0)
    rows.push(`${begin + n * 30_000},${value.toFixed(2)},${burst ? 1 : 0}`)
  }
  const file = join(home, 'million.csv')
  writeFileSync(file, rows.join('\n'))
  return file
}

test('a file with a million values is judged beside the window, and the run can be cancelled', async ({ page, home }) => {
  test.setTimeout(180_000)
  await page.evaluate(() => (location.hash = '#/sandbox'))
  await page.locator('input[type=file]').setInputFiles(writeMillion(home))
  const run = page.getByRole('button', { name: 'Run', exact: true })
  const compareWith = async (name: RegExp) => {
    await page.getByRole('button', { name: 'Compare with another engine' }).click()
    await page.getByRole('menuitem', { name }).click()
  }

  await test.step('side by side, with what each found of the labelled windows', async () => {
    await compareWith(/^Robust/)
    await run.click()
    const table = page.getByRole('table', { name: 'Engines compared' })
    await expect(table.getByRole('row')).toHaveCount(3, { timeout: 60_000 })
    await expect(table.getByRole('row', { name: /^2.*Robust/ })).toContainText('100 %')
    await expect(page.getByText(/^1.000.000 values of million\.csv/)).toBeVisible()
    for (const chart of await page.getByRole('slider', { name: /^[12]\. / }).all())
      expect(Number(await chart.getAttribute('aria-valuemax'))).toBeLessThan(10_000)
  })

  await test.step('a slow engine is told to stop, and the earlier figures stay', async () => {
    await compareWith(/^Contexts/)
    await run.click()
    await expect(page.getByRole('progressbar')).toBeVisible()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText('Cancelled: nothing was changed.')).toBeVisible()
    await expect(page.getByRole('table', { name: 'Engines compared' }).getByRole('row')).toHaveCount(3)
    await expect(run).toBeEnabled()
    await page.getByRole('button', { name: 'Take engine 3 out' }).click()
  })

  await test.step('a parameter moved by hand is judged as soon as it is let go of', async () => {
    const robust = page.getByRole('group', { name: 'Engine 2' })
    await robust.getByText(/^Parameters: /).click()
    await robust.getByRole('slider', { name: 'Window, by hand' }).focus()
    await page.keyboard.press('Home')
    await expect(robust.getByRole('textbox', { name: /^Window/ })).toHaveValue('1')
    await expect(page.getByRole('table', { name: 'Engines compared' }).getByRole('row', { name: /window 1\b/ })).toBeVisible({
      timeout: 60_000,
    })
  })
})
