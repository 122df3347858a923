import type { APIRequestContext } from '@playwright/test'
import { expect, onlyOn, test } from './support/fixtures.ts'

/** How many operations the document names: each is a block on the page. */
async function countOperations(request: APIRequestContext, origin: string): Promise<number> {
  const answer = await request.get(`${origin}/v1/openapi.json`)
  const { paths } = (await answer.json()) as { paths: Record<string, object> }
  const count = Object.values(paths).reduce((sum, path) => sum + Object.keys(path).length, 0)
  expect(count).toBeGreaterThan(10)
  return count
}

test.describe('the documents of the API', () => {
  const headless = onlyOn('headless')

  test('open in the console’s browser, load nothing from elsewhere, break no policy, and try a request', async ({ page, host }) => {
    const { origin } = new URL(headless(host).ready.url)
    const { secret } = await host.ask('tokens.create', { name: 'reader', scopes: ['evaluate'] })
    const foreign: string[] = []
    const refused: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:')) foreign.push(request.url())
    })
    page.on('console', (message) => {
      if (message.type() === 'error') refused.push(message.text())
    })
    page.on('pageerror', (error) => refused.push(error.message))

    await page.goto(`${origin}/v1/docs/`)
    const operations = await countOperations(page.request, origin)
    await expect(page.locator('.opblock')).toHaveCount(operations)
    for (const operation of await page.locator('.opblock-summary-control').all()) await operation.click()
    await expect(page.locator('.opblock-body')).toHaveCount(operations)

    await page.getByRole('button', { name: 'Authorize' }).click()
    const bearer = page.locator('.auth-container form').filter({ hasText: 'Bearer' })
    await bearer.getByLabel('auth-bearer-value').fill(secret)
    await bearer.getByRole('button', { name: 'Apply credentials' }).click()
    await page.locator('.modal-ux .close-modal').click()
    const evaluate = page.locator('.opblock').filter({ hasText: '/v1/evaluate' })
    await evaluate.getByRole('button', { name: 'Try it out' }).click()
    await evaluate.locator('textarea').fill('{ "type": "path_probing" }')
    await evaluate.getByRole('button', { name: 'Execute' }).click()
    await expect(evaluate.locator('.live-responses-table')).toContainText('"anomaly_type": "path_probing"')

    expect(foreign).toEqual([])
    expect(refused).toEqual([])
  })

  test('ask a browser without that session for a token', async ({ browser, host }) => {
    const { origin } = new URL(headless(host).ready.url)
    const { secret } = await host.ask('tokens.create', { name: 'reader', scopes: ['flags'] })
    const stranger = await browser.newContext()
    expect((await stranger.request.get(`${origin}/v1/docs/`)).status()).toBe(401)
    await stranger.close()
    const known = await browser.newContext({ httpCredentials: { username: 'any', password: secret } })
    const page = await known.newPage()
    await page.goto(`${origin}/v1/docs/`)
    await expect(page.locator('.opblock').filter({ hasText: '/v1/evaluate' })).toBeVisible()
    await known.close()
  })
})
