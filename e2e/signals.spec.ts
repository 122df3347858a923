import { createSocket } from 'node:dgram'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import type { StreamView } from '../app/contract/signals.ts'
import { expect, test } from './support/fixtures.ts'
import type { Host } from './support/hosts/host.ts'
import { failedLogin, sendDatagrams, sendLines, type BoundSource } from './support/senders.ts'

const minute = 60_000

/** Failed logins of two hours: three or four a minute, and a burst near the end. */
async function logins(source: BoundSource, from: string): Promise<void> {
  const start = Math.floor(Date.now() / minute) * minute - 130 * minute
  const lines = Array.from({ length: 130 }, (_, index) => {
    const count = index === 120 ? 40 : 3 + (index % 2)
    return Array.from({ length: count }, (_, nth) => failedLogin({ at: new Date(start + index * minute + nth * 1000), user: 'root', from }))
  })
  await sendLines(source, lines.flat())
}

async function viewOf(host: Host, name: string): Promise<StreamView | undefined> {
  return (await host.ask('streams.list', {})).streams.find(({ stream }) => stream.name === name)
}

/** A free UDP port of this machine. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const { port } = socket.address()
  await new Promise<void>((resolve) => socket.close(() => resolve()))
  return port
}

/** Four hundred values around 100, three of them 250, and a label on each of the three. */
const odd = new Set([250, 330, 331])
const values = Array.from({ length: 400 }, (_, index) => ({
  ts: Date.now() - (400 - index) * minute,
  value: odd.has(index) ? 250 : 100 + 3 * Math.sin(index * 1.7) + 2 * Math.sin(index * 0.31),
  label: odd.has(index) ? 1 : 0,
}))

async function check(page: Page, place: string): Promise<void> {
  // React Aria's announcer keeps the name of a list that was chosen from for some seconds after the list has gone.
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => ({ place, id, targets: nodes.slice(0, 3).map(({ target }) => target.join(' ')) }))).toEqual([])
}

/** A chart takes the room of a closed pane with the next frame; a pointer that is quicker meets what is not there yet. */
async function fillsItsFrame(chart: Locator): Promise<void> {
  const widths = () => chart.evaluate((frame) => frame.clientWidth - (frame.querySelector('.uplot')?.clientWidth ?? 0))
  await expect.poll(widths).toBe(0)
}

test('a stream is made of records by form, its band is drawn, and its anomaly opens', async ({ page, host, sources }) => {
  test.setTimeout(120_000)
  page.setDefaultTimeout(15_000)
  await page.getByRole('link', { name: 'Signals' }).click()
  await page.getByRole('button', { name: 'New stream' }).click()

  await test.step('faults are named while they are typed', async () => {
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Bad Name')
    await expect(page.getByText('Lower-case letters, digits and hyphens; at most 50').first()).toBeVisible()
    await page.getByRole('combobox', { name: 'A signal for each' }).fill('sorce.ip')
    await page.keyboard.press('Tab')
    await expect(page.getByText('did you mean "source.ip"?')).toBeVisible()
    await page.getByRole('textbox', { name: /^Window, seconds/ }).fill('0')
    await expect(page.getByText(/^Whole seconds, from 1/)).toBeVisible()
    await check(page, 'form')
  })

  await test.step('it is made', async () => {
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('failed-logins')
    await page.getByRole('textbox', { name: 'Which records' }).fill('event.outcome:failure')
    await page.getByRole('combobox', { name: 'A signal for each' }).fill('source.ip')
    await page.keyboard.press('Tab')
    await page.getByRole('textbox', { name: /^Window, seconds/ }).fill('60')
    await page.getByRole('textbox', { name: /^Wait for what is late/ }).fill('0')
    await page.getByRole('button', { name: /Engine$/ }).click()
    await page.getByRole('option', { name: /Robust/ }).click()
    const parameters = page.getByRole('group', { name: /^Parameters of/ })
    await parameters.getByRole('textbox', { name: /^Window/ }).fill('0')
    await expect(parameters.getByText(/window must be from \d+/)).toBeVisible()
    await parameters.getByRole('textbox', { name: /^Window/ }).fill('30')
    await page.getByRole('textbox', { name: /^Warm-up, days/ }).fill('0')
    await page.getByRole('button', { name: 'Make the stream' }).click()
    await expect(page.getByRole('heading', { name: 'failed-logins' })).toBeVisible()
    expect(await viewOf(host, 'failed-logins')).toMatchObject({
      stream: { source: { group_by: ['source.ip'] }, engine: { type: 'robust', params: { window: 30 } } },
    })
  })

  await test.step('real traffic is judged, and its band drawn', async () => {
    await expect.poll(async () => (await viewOf(host, 'failed-logins'))?.state.kind).toBe('running')
    await logins(sources['syslog-tcp'], '203.0.113.77')
    await expect.poll(async () => (await viewOf(host, 'failed-logins'))?.anomalies, { timeout: 30_000 }).toBeGreaterThan(0)
    const chart = page.getByRole('slider', { name: /^203\.0\.113\.77/ })
    await expect(chart).toBeVisible()
    await chart.focus()
    await page.keyboard.press('End')
    await expect(chart).toHaveAttribute('aria-valuetext', /: [34], expected \d/)
    await page.keyboard.press('PageUp')
    await expect(chart).toHaveAttribute('aria-valuetext', /: 40, .*anomaly, not judged yet/)
    await check(page, 'stream')
  })

  await test.step('the keyboard opens the anomaly, and Escape goes back', async () => {
    await page.keyboard.press('Enter')
    const event = page.getByRole('complementary', { name: 'Event' })
    await expect(event).toContainText('203.0.113.77')
    await page.keyboard.press('Escape')
    await expect(event).toBeHidden()
  })

  await test.step('the pointer opens it too; dragging zooms, a double click goes back', async () => {
    const chart = page.getByRole('slider', { name: /^203\.0\.113\.77/ })
    await fillsItsFrame(chart)
    const box = await chart.boundingBox()
    const series = await host.ask('signals.series', { stream: 'failed-logins', key: '203.0.113.77', from: 0, to: Date.now(), points: 1000 })
    const at = series.points.find(({ is_anomaly }) => is_anomaly)?.ts ?? 0
    // Its axis takes 52 pixels on the left, 16 are left free on the right, and 24 hours lie between.
    const x = (box?.x ?? 0) + 52 + (1 - (Date.now() - at) / 86_400_000) * ((box?.width ?? 0) - 68)
    const y = (box?.y ?? 0) + 8 + (1 - 1 / 1.06) * ((box?.height ?? 0) - 44)
    await page.mouse.click(x, y)
    const event = page.getByRole('complementary', { name: 'Event' })
    await expect(event).toContainText('203.0.113.77')
    await page.keyboard.press('Escape')
    await expect(event).toBeHidden()
    await fillsItsFrame(chart)
    await page.mouse.move(x - 30, y + 80)
    await page.mouse.down()
    await page.mouse.move(x + 20, y + 80, { steps: 5 })
    await page.mouse.up()
    await expect(page.getByRole('button', { name: /Zoom out/ })).toBeVisible()
    await page.mouse.dblclick(x, y + 80)
    await expect(page.getByRole('button', { name: /Zoom out/ })).toBeHidden()
  })

  await test.step('a stretch is zoomed into, and out of again', async () => {
    const chart = page.getByRole('slider', { name: /^203\.0\.113\.77/ })
    await chart.focus()
    await page.keyboard.press('End')
    for (let step = 0; step < 8; step += 1) await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: /Zoom out/ })).toBeVisible()
    await expect(page.getByRole('status').filter({ hasText: /^9 values/ })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: /Zoom out/ })).toBeHidden()
  })

  await test.step('a verdict gives the dot its colour', async () => {
    const { events } = await host.ask('events.search', { query: { anomaly_types: ['signal_anomaly'] }, limit: 10 })
    await host.ask('events.resolve', { ids: events.map(({ id }) => id), verdict: 'true_positive' })
    await expect(page.getByRole('table', { name: 'Anomalies' }).getByText('True positive').first()).toBeVisible()
    await expect(page.getByText(/^true positive/).first()).toBeVisible()
  })

  await test.step('it is paused, removed, and brought back', async () => {
    await page.getByRole('switch', { name: 'On' }).click({ force: true })
    await expect.poll(async () => (await viewOf(host, 'failed-logins'))?.state.kind).toBe('off')
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(page.getByText('Removed failed-logins')).toBeVisible()
    expect(await viewOf(host, 'failed-logins')).toBeUndefined()
    await page.keyboard.press('z')
    await expect(page.getByRole('row', { name: /^failed-logins/ })).toBeVisible()
    await check(page, 'list')
  })
})

test('values over a socket are drawn as they come, and what is bad is counted', async ({ page, host }) => {
  const port = await freePort()
  const stream = { name: 'orders', source: { type: 'socket', protocol: 'udp', port } as const, warmup: 0 }
  await host.ask('streams.save', { stream })
  await expect.poll(async () => (await viewOf(host, 'orders'))?.state.kind).toBe('running')
  const message = (ts: number, value: number) => JSON.stringify({ application: 'shop', ts, value })
  await sendDatagrams({ address: '127.0.0.1', port }, [...values.slice(0, 100).map(({ ts, value }) => message(ts, value)), 'no message'])
  await page.evaluate(() => (location.hash = '#/signals?stream=orders'))
  await expect(page.getByRole('status').filter({ hasText: /^100 values/ })).toBeVisible()
  await expect(page.getByText('1 bad')).toBeVisible()
  await sendDatagrams(
    { address: '127.0.0.1', port },
    values.slice(100, 120).map(({ ts, value }) => message(ts, value)),
  )
  await expect(page.getByRole('status').filter({ hasText: /^120 values/ })).toBeVisible()
})

test('two engines are tried on a file with labels, and one of them becomes a stream', async ({ page, host }) => {
  test.setTimeout(90_000)
  await expect(page.getByRole('link', { name: 'Sandbox' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('x')
  await expect(page.getByRole('heading', { name: 'Sandbox' })).toBeVisible()
  await check(page, 'sandbox')
  const text = ['ts,value,label', ...values.map(({ ts, value, label }) => `${ts},${value},${label}`)].join('\n')
  await page.locator('input[type=file]').setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Compare with another engine' }).click()
  await page.getByRole('menuitem', { name: /Robust/ }).click()
  const robust = page.getByRole('group', { name: 'Engine 2' })
  await robust.getByText(/^Parameters: /).click()
  await robust.getByRole('textbox', { name: /^Window/ }).fill('50')
  await page.getByRole('button', { name: 'Run', exact: true }).click()

  const row = page.getByRole('table', { name: 'Engines compared' }).getByRole('row', { name: /window 50/ })
  await expect(row).toContainText('100 %')
  await expect(row).toContainText('at once')
  await expect(page.getByRole('slider', { name: /^[12]\. / })).toHaveCount(2)
  await expect(page.getByText('2 labelled windows')).toBeVisible()
  await check(page, 'comparison')

  await robust.getByRole('textbox', { name: /^Window/ }).fill('60')
  await expect(page.getByText('Data or engines have changed since this run.')).toBeVisible()

  await page.getByRole('button', { name: /^Make 2\. .*a stream$/ }).click()
  await expect(page.getByText(/as tried on orders\.csv/)).toBeVisible()
  await expect(page.getByRole('group', { name: /^Parameters of/ }).getByRole('textbox', { name: /^Window/ })).toHaveValue('50')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('orders-robust')
  await page.getByRole('button', { name: 'Make the stream' }).click()
  await expect(page.getByRole('heading', { name: 'orders-robust' })).toBeVisible()
  expect(await viewOf(host, 'orders-robust')).toMatchObject({
    stream: { source: { type: 'http' }, engine: { type: 'robust', params: { window: 50 } } },
  })
})

test('a file that cannot be read says which line and why', async ({ page }) => {
  await page.evaluate(() => (location.hash = '#/sandbox'))
  const buffer = Buffer.from('ts,value\n2026-11-21T08:00:00Z,1\nyesterday,2\n')
  await page.locator('input[type=file]').setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText(/line 3 has no time that can be read/)
})

test('values of a file are imported into a stream, by its button and by the palette', async ({ page, host, home }) => {
  const file = join(home, 'shop.csv')
  writeFileSync(file, ['ts,value', ...values.slice(0, 120).map(({ ts, value }) => `${ts},${value}`), 'yesterday,many'].join('\n'))
  await host.ask('streams.save', { stream: { name: 'orders', source: { type: 'http' } } })
  await page.evaluate(() => (location.hash = '#/signals?stream=orders'))
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Import values into orders' })
  await dialog.getByRole('textbox', { name: /^Paths/ }).fill(join(home, 'nowhere.csv'))
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toContainText('there is no such file')
  await dialog.getByRole('textbox', { name: /^Paths/ }).fill(file)
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toContainText('Imported 121 records.')
  await check(page, 'import')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('status').filter({ hasText: /^120 values/ })).toBeVisible()
  await expect(page.getByRole('slider', { name: /^shop/ })).toBeVisible()
  await expect(page.getByText('1 bad')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('import a file of values')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeVisible()
})

test('a preset needs one switch', async ({ page, host }) => {
  await page.getByRole('link', { name: 'Signals' }).click()
  const row = page.getByRole('row', { name: /^Failed logins per account/ })
  await row.locator('label').click()
  await expect(page.getByRole('row', { name: /^Failed logins per account, on/ })).toBeVisible()
  expect((await host.ask('streams.presets', {})).presets.find(({ name }) => name === 'account-failed-logins')?.enabled).toBe(true)
})
