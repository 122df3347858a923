import { startHeadless } from './support/hosts/headless.ts'
import { untilEnded } from './support/hosts/ending.ts'
import { expect, onlyOn, test } from './support/fixtures.ts'

test.describe('an engine that is killed and started again', () => {
  const headless = onlyOn('headless')

  test('nothing is said to listen or to stream meanwhile, and the new address lets the window in again', async ({ host, page, home }) => {
    const { kill, ready } = headless(host)
    await page.evaluate(() => (location.hash = '#/live'))
    await expect(page.getByText('Streaming', { exact: true })).toBeVisible()
    await expect(page.getByRole('link', { name: /^Health: 3 listening/ })).toBeVisible()
    await kill()
    await expect(page.getByRole('main').getByText('No connection', { exact: true })).toBeVisible()
    await expect(page.getByRole('link', { name: 'No connection' })).toBeVisible()
    await expect(page.getByText('Streaming', { exact: true })).toHaveCount(0)
    await expect(page.getByText(/listening/)).toHaveCount(0)

    const again = await startHeadless({ home, sample: false, port: new URL(ready.url).port })
    try {
      await expect(page.getByText('Not let in.')).toBeVisible()
      const other = await page.context().newPage()
      await other.goto(again.ready.url)
      await page.getByRole('button', { name: 'Try again' }).first().click()
      await expect(page.getByText('Streaming', { exact: true })).toBeVisible()
      await expect(page.getByText('Not let in.')).toHaveCount(0)
    } finally {
      again.child.kill('SIGTERM')
      await untilEnded(again.child)
    }
  })
})
