import type { Page } from '@playwright/test'
import { expect, onlyOn, test } from './support/fixtures.ts'
import type { Host } from './support/hosts/host.ts'

test.describe('the API, with a token made in the window', () => {
  // A desktop serves it only once it is told to.
  onlyOn('headless')

  /** Makes a token as an analyst does; its secret is on screen this once. */
  async function makeToken(page: Page, name: string): Promise<string> {
    await page.evaluate(() => (location.hash = '#/settings?tab=api'))
    await page.getByRole('button', { name: 'Make a token' }).click()
    await page.getByRole('dialog', { name: 'Make a token' }).getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Make it' }).click()
    const secret = await page.getByRole('group', { name: 'Secret' }).locator('code').textContent()
    await page.getByRole('button', { name: 'I have it' }).click()
    return secret ?? ''
  }

  const client = (url: string, token: string) => ({
    post: async (path: string, body: unknown) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const response = await fetch(new URL(`/v1${path}`, url), { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    },
  })
  const urlOf = async (host: Host) => (await host.ask('tokens.list', {})).api.url ?? ''

  test('an application asks, records, and is seen with its facts; a revoked token is refused', async ({ page, host }) => {
    const token = await makeToken(page, 'shop')
    const api = client(await urlOf(host), token)

    expect(await api.post('/evaluate', { type: 'path_probing' })).toMatchObject({
      status: 200,
      body: { anomaly_type: 'path_probing', should_alert: true },
    })
    const payload = {
      path: '/api/v1/invoices/7',
      method: 'POST',
      user_id: '42',
      tenant_id: 'acme',
      ip_address: '198.51.100.23',
      status_code: 409,
      request_id: 'req-7',
      masked_payload: { amount_paid: 900, card_number: '4111111111111111' },
    }
    const recorded = await api.post('/record', { type: 'invoice_amount_paid_tampering', payload })
    expect(recorded.body).toMatchObject({ created: true })

    await page.getByRole('link', { name: /^Queue/ }).click()
    const row = page.getByRole('row', { name: /user:42/ })
    await row.getByText('user:42').click()
    const facts = page.getByRole('complementary', { name: 'Event' }).getByRole('region', { name: 'Request' })
    for (const text of ['42', 'acme', '/api/v1/invoices/7', '198.51.100.23', '409', 'req-7', '"***"'])
      await expect(facts).toContainText(text)
    await expect(facts).not.toContainText('4111')

    await page.keyboard.press('b')
    const dialog = page.getByRole('dialog', { name: 'Block an address' })
    await expect(dialog.getByLabel('Address or network')).toHaveValue('198.51.100.23')
    await dialog.getByRole('button', { name: 'Put on the blocklist' }).click()
    await expect(dialog).toBeHidden()
    expect((await host.ask('blocklist.list', {})).entries).toMatchObject([{ value: '198.51.100.23', origin: 'analyst' }])

    await page.evaluate(() => (location.hash = '#/settings?tab=api'))
    await page.getByRole('button', { name: 'Revoke shop' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
    await expect(page.getByRole('table', { name: 'Tokens' })).toContainText('revoked')
    expect((await api.post('/evaluate', { type: 'path_probing' })).status).toBe(401)
  })

  test('what was masked can be kept, and a flag for applications is served', async ({ page, host }) => {
    const token = await makeToken(page, 'shop')
    const url = await urlOf(host)
    const api = client(url, token)
    const evaluate = () => api.post('/evaluate', { type: 'path_probing', metadata: { shipping: 'express', pin: '1234' } })
    expect((await evaluate()).body['metadata']).toEqual({ shipping: '***', pin: '***' })
    await page.evaluate(() => (location.hash = '#/settings?tab=masking'))
    await page.getByRole('button', { name: 'Keep shipping' }).click()
    await expect(page.getByLabel(/^Keys that are kept/)).toHaveValue('shipping')
    await expect.poll(async () => (await evaluate()).body['metadata']).toEqual({ shipping: 'express', pin: '***' })

    await page.getByRole('link', { name: 'Flags' }).click()
    await page.getByRole('button', { name: 'Register a flag' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Register a flag' })
    await dialog.getByLabel('Name').fill('new checkout')
    await dialog.getByText('On from the start').click()
    await dialog.getByRole('button', { name: 'Register', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('NEW_CHECKOUT', { exact: true })).toBeVisible()
    const asked = await fetch(new URL('/v1/flags/NEW_CHECKOUT', url), { headers: { authorization: `Bearer ${token}` } })
    expect(await asked.json()).toMatchObject({ name: 'NEW_CHECKOUT', enabled: true })
  })
})
