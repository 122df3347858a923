import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { orderRequest, orders } from './support/answers.ts'
import { expect, onlyOn, test } from './support/fixtures.ts'

const openPage = (page: Page) => page.getByRole('link', { name: 'Datasets' }).click()
const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Dataset' })

test.describe('answers of an application', () => {
  // A desktop serves the API only once it is told to.
  onlyOn('headless')

  test('a request is sent with curl, its change is drawn, and its event resolved', async ({ page, host, home }) => {
    test.setTimeout(120_000)
    await openPage(page)
    await expect(page.getByText('No answers have been received yet')).toBeVisible()

    const command = await test.step('the window gives a command that works as it stands', async () => {
      await page.getByRole('button', { name: 'Send from an application' }).click()
      const dialog = page.getByRole('dialog', { name: 'Send from an application' })
      await dialog.getByRole('button', { name: 'Make a token' }).click()
      await expect(dialog.getByText('which is shown this once')).toBeVisible()
      const text = (await dialog.getByRole('group', { name: 'Command' }).locator('code').textContent()) ?? ''
      await dialog.getByRole('button', { name: 'Done' }).click()
      const answer = JSON.parse(execFileSync('sh', ['-c', text], { encoding: 'utf8' })) as Record<string, unknown>
      expect(answer).toMatchObject({ results: { customers: { is_anomaly: false } } })
      await expect(page.getByRole('row', { name: 'customers for user' })).toContainText('learning')
      return text
    })

    const url = /'(http[^']+)'/.exec(command)?.[1] ?? ''
    const token = /Bearer ([^']+)'/.exec(command)?.[1] ?? ''
    const send = (rows: readonly Record<string, unknown>[], key = token) => {
      const file = join(home, 'request.json')
      writeFileSync(file, JSON.stringify(orderRequest(rows)))
      const headers = [`Authorization: Bearer ${key}`, 'X-Hasura-Role: user', 'X-Hasura-User: 7', 'Content-Type: application/json']
      const args = ['-sS', '-w', '\n%{http_code}', url, ...headers.flatMap((header) => ['-H', header]), '--data-binary', `@${file}`]
      const [body, status] = execFileSync('curl', args, { encoding: 'utf8' }).split('\n')
      return { status: Number(status), body: JSON.parse(body ?? '') as { results: Record<string, { is_anomaly: boolean }> } }
    }

    expect(send(orders(1), 'wrong').status).toBe(401)
    for (let seed = 1; seed <= 4; seed += 1) expect(send(orders(120, seed)).status).toBe(200)
    expect(send(orders(240, 9, true)).body.results['orders']?.is_anomaly).toBe(true)

    const panel = panelOf(page)
    await test.step('what changed is drawn, old against new', async () => {
      await page.getByRole('row', { name: 'orders for user' }).getByText('orders', { exact: true }).click()
      const amount = panel.getByRole('article', { name: 'Change of amount' })
      await expect(amount).toContainText(/Mean .* → /)
      await expect(amount.getByRole('img', { name: /Distribution of amount/ })).toBeVisible()
      await expect(amount.getByRole('group', { name: 'Where amount lies' })).toContainText('history')
      const country = panel.getByRole('article', { name: 'Change of country' })
      await expect(country.getByRole('listitem').filter({ hasText: /^KP new/ })).toBeVisible()
      await expect(panel.getByRole('article', { name: 'Change of email' })).toContainText('Without a value 0 % →')
      await expect(panel.getByRole('list', { name: 'Odd rows' }).getByRole('listitem').first()).toContainText('usually')
      await expect(panel.getByRole('region', { name: 'Security concerns' })).toContainText('Not analysed')
    })

    await test.step('how it is asked for is known by role', async () => {
      await panel.getByRole('tab', { name: /Queries/ }).click()
      await expect(panel.getByRole('region', { name: 'Queries' })).toContainText('Orders')
      await expect(panel.getByRole('table', { name: 'Fields' })).toContainText('amount')
      await panel.getByRole('tab', { name: 'Runs' }).click()
      await expect(panel.getByRole('table', { name: 'Runs' }).getByRole('row')).toHaveCount(6)
      await panel.getByRole('tab', { name: 'Run', exact: true }).click()
    })

    await test.step('its event is resolved', async () => {
      await panel.getByRole('region', { name: 'Events' }).getByRole('link', { name: 'A dataset is not what it was' }).click()
      await expect(page.getByRole('complementary', { name: 'Event' })).toContainText('dataset:orders/user')
      await page.keyboard.press('e')
      const dialog = page.getByRole('dialog', { name: 'Resolve the event' })
      await dialog.getByRole('button', { name: 'True positive' }).click()
      await expect(dialog).toBeHidden()
      await expect
        .poll(async () => (await host.ask('events.search', { query: { anomaly_types: ['dataset_change'] }, limit: 1 })).events[0]?.verdict)
        .toBe('true_positive')
    })
  })
})

test('a file is analysed as an answer is, and a dataset is forgotten only when that is confirmed', async ({ page, host, home }) => {
  const write = (name: string, rows: readonly Record<string, unknown>[]) => {
    const file = join(home, name)
    const names = Object.keys(rows[0] ?? {})
    const lines = rows.map((row) => names.map((field) => String(row[field] ?? '')).join(','))
    writeFileSync(file, [names.join(','), ...lines].join('\n'))
    return file
  }
  await openPage(page)
  const dialog = page.getByRole('dialog', { name: 'Import a file' })
  const take = async (file: string) => {
    await page.getByRole('button', { name: 'Import a file' }).first().click()
    await dialog.locator('input[type=file]').setInputFiles(file)
    await dialog.getByLabel('Dataset').fill('orders')
    await dialog.getByRole('button', { name: 'Analyse' }).click()
  }
  await take(write('usual.csv', orders(400)))
  await expect(dialog).toBeHidden()
  const panel = panelOf(page)
  await expect(panel.getByRole('heading', { name: 'orders' })).toBeVisible()
  await test.step('lines of JSON are the same rows, and one that is none is named', async () => {
    const file = join(home, 'more.jsonl')
    writeFileSync(file, [...orders(30, 5).map((row) => JSON.stringify(row)), 'not json'].join('\n'))
    await take(file)
    await expect(dialog).toContainText('30 rows taken in, 1 line left out.')
    await expect(dialog.getByRole('list', { name: 'What was wrong' })).toContainText('line 31 is no JSON object')
    await dialog.getByRole('button', { name: 'See what it found' }).click()
    await expect(dialog).toBeHidden()
    await expect(panel.getByRole('article', { name: 'Change of amount' })).toBeHidden()
    const { runs } = await host.ask('datasets.runs', { name: 'orders', role: 'import', limit: 9 })
    expect(runs.map(({ records, is_anomaly }) => [records, is_anomaly])).toEqual([
      [30, false],
      [400, false],
    ])
  })

  await take(write('odd.csv', orders(240, 9, true)))
  await expect(dialog).toBeHidden()
  await expect(panel.getByRole('article', { name: 'Change of amount' })).toBeVisible()
  await expect(panel.getByText(/from a file/).first()).toBeVisible()

  await panel.getByRole('tab', { name: 'Kept' }).click()
  await expect(panel.getByRole('region', { name: 'Retention' })).toContainText('for 14 days')
  await panel.getByRole('button', { name: 'Delete it' }).click()
  const sure = page.getByRole('alertdialog', { name: 'Delete orders' })
  await sure.getByRole('button', { name: 'Keep' }).click()
  expect((await host.ask('datasets.list', {})).datasets).toHaveLength(1)
  await panel.getByRole('button', { name: 'Delete it' }).click()
  await sure.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('No answers have been received yet')).toBeVisible()
  expect((await host.ask('datasets.list', {})).datasets).toEqual([])
})

test('what a language model would be sent is shown before it can be switched on', async ({ page, host, home }) => {
  const file = join(home, 'orders.json')
  writeFileSync(file, JSON.stringify(orders(150)))
  await host.ask('datasets.import', { name: 'orders', role: 'user', path: file })
  await openPage(page)
  await page.getByRole('button', { name: 'Language model' }).click()
  const drawer = page.getByRole('dialog', { name: 'Language-model analysis' })
  const body = drawer.getByLabel('The body of the request')
  await expect(body).toContainText('"model"')
  await expect(body).toContainText('amount')
  await expect(body).not.toContainText('@example.com')
  const enable = drawer.getByRole('switch', { name: 'Send this for each new answer' })
  await expect(enable).toBeDisabled()
  await expect(drawer.getByText('It takes a key first.')).toBeVisible()
  await drawer.getByRole('textbox', { name: 'Key' }).fill('sk-of-nobody-at-all')
  await drawer.getByRole('button', { name: 'Keep the key' }).click()
  await expect(drawer.getByText(/The key is kept in a file/)).toBeVisible()
  await expect(enable).toBeEnabled()
  expect((await host.ask('datasets.settings', {})).language_model.active).toBe(false)
})
