import { attack, untilCounted } from './support/auth-attack.ts'
import { expect, test } from './support/fixtures.ts'
import { failedLogin, sendDatagrams } from './support/senders.ts'

/** The first day of an analyst, in one go: each step stands on the one before it. */
test.describe('from the first run to the activity log', () => {
  test.use({ settled: false })

  test('a live attack is seen, understood, resolved, taken back, and on record', async ({ page, host, sources }) => {
    test.setTimeout(120_000)

    await test.step('the first-run question is asked, and answered once', async () => {
      await expect(page.getByRole('heading', { name: 'Getting started' })).toBeVisible()
      await page.getByRole('button', { name: 'Detect and alert' }).click()
      await expect(page.getByText('Detection is on.')).toBeVisible()
    })

    await test.step('records stream in as they arrive', async () => {
      await page.getByRole('link', { name: 'Live' }).click()
      await expect(page.getByRole('heading', { name: 'Live' })).toBeVisible()
      const start = Date.now() - 60_000
      const lines = Array.from({ length: 40 }, (_, index) =>
        failedLogin({ at: new Date(start + index * 1000), user: 'admin', from: '203.0.113.66' }),
      )
      await sendDatagrams(sources.syslog, lines)
      const records = page.getByRole('grid', { name: 'Records' })
      await expect(records.getByText('Failed password for invalid user admin').first()).toBeVisible()
    })

    const queue = page.getByRole('treegrid').or(page.getByRole('grid'))
    const row = queue.getByRole('row', { name: /Authentication brute force, 203\.0\.113\.66/ })

    await test.step('the queue shows one event for it', async () => {
      await page.getByRole('link', { name: /^Queue/ }).click()
      await expect(row).toHaveCount(1)
    })

    const flyout = page.getByRole('complementary', { name: 'Event' })

    await test.step('the flyout says why it fired and shows the evidence', async () => {
      await row.getByText('203.0.113.66').click()
      await page.keyboard.press('Enter')
      await expect(flyout.getByRole('heading', { name: 'Authentication brute force' })).toBeVisible()
      await expect(flyout.getByText(/203\.0\.113\.66 failed \d+ logins on bastion/).first()).toBeVisible()
      await expect(flyout.getByRole('table', { name: 'Conditions' })).toBeVisible()
      await flyout.getByRole('tab', { name: /Evidence/ }).click()
      await expect(flyout.getByText('Failed password for invalid user admin').first()).toBeVisible()
    })

    await test.step('resolving takes a verdict', async () => {
      await page.keyboard.press('Escape')
      await row.getByText('203.0.113.66').click()
      await page.keyboard.press('e')
      const dialog = page.getByRole('dialog', { name: 'Resolve the event' })
      await dialog.getByRole('button', { name: 'True positive' }).click()
      await expect(dialog).toBeHidden()
      await expect(row).toHaveCount(0)
    })

    await test.step('undo brings it back', async () => {
      await page.keyboard.press('z')
      await expect(row).toHaveCount(1)
    })

    await test.step('the activity log has both, and its chain is intact', async () => {
      await page.getByRole('link', { name: 'Activity' }).click()
      const log = page.getByRole('main')
      await expect(log.getByText(/resolve/i).first()).toBeVisible()
      await expect(log.getByText(/undo|undid|undone/i).first()).toBeVisible()
      expect(await host.ask('activity.verify', {})).toMatchObject({ kind: 'intact' })
    })
  })

  test('the sample day finds what was planted, in a store of its own', async ({ page, host }) => {
    test.setTimeout(240_000)
    await page.getByRole('button', { name: 'Detect only' }).click()
    await page.getByRole('button', { name: 'Replay the sample day' }).click()
    const planted = page.getByRole('list', { name: 'Planted attacks' })
    await expect(planted).toBeVisible({ timeout: 180_000 })
    await expect(planted.getByText('Not found')).toHaveCount(0, { timeout: 60_000 })
    expect(await planted.getByRole('listitem').count()).toBeGreaterThanOrEqual(4)
    await page.getByRole('button', { name: 'Open SAMPLE' }).click()
    await expect(page.getByText(/SAMPLE/).first()).toBeVisible()
    await expect(page.getByRole('row').nth(1)).toBeVisible()
    await host.ask('session.view', { store: 'live' })
    expect((await host.ask('events.search', { query: {}, limit: 1 })).total).toBe(0)
  })
})

test('taken back while the next case is open, an event is in the list and in its counts again', async ({ page, host, sources }) => {
  for (const last of [71, 72, 73]) await attack(sources.syslog, `203.0.113.${last}`)
  await untilCounted(host, 3)
  const queue = page.getByRole('treegrid').or(page.getByRole('grid'))
  const rows = queue.getByRole('row', { name: /Authentication brute force/ })
  await page.getByRole('link', { name: /^Queue/ }).click()
  await expect(rows).toHaveCount(3)
  const statuses = page.getByRole('radiogroup', { name: 'Status' })
  const status = (label: string, count: number) => expect(statuses.getByRole('radio', { name: label })).toHaveText(`${label}${count}`)

  await rows.first().getByText('203.0.113.').click()
  await page.keyboard.press('Enter')
  const flyout = page.getByRole('complementary', { name: 'Event' })
  await expect(flyout).toBeVisible()
  await page.keyboard.press('e')
  await expect(page.getByRole('dialog', { name: 'Resolve the event' })).toBeVisible()
  await page.keyboard.press('2')
  await expect(rows).toHaveCount(2)
  await status('Resolved', 1)
  await expect(flyout).toBeVisible()

  await page.keyboard.press('z')
  await expect(page.getByText('Undone')).toBeVisible()
  await expect(rows).toHaveCount(3)
  await status('Open', 3)
  await status('Resolved', 0)
  await expect(page.getByRole('button', { name: /^\d+ new$/ })).toHaveCount(0)
  await expect(flyout).toBeVisible()
})
