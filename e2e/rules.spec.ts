import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { attack, eventsAbout } from './support/auth-attack.ts'
import { expect, test } from './support/fixtures.ts'
import type { Host } from './support/hosts/host.ts'
import { failedLogin } from './support/senders.ts'

const type = 'authentication_brute_force'
const title = 'Authentication brute force'

/** The rule's panel with its fields, the first of them in focus. */
async function tune(page: Page) {
  await page.getByRole('link', { name: 'Rules' }).click()
  await page
    .getByRole('row', { name: new RegExp(`^${title}`) })
    .getByText(title)
    .click()
  await page.keyboard.press('t')
  const panel = page.getByRole('complementary', { name: 'Rule' })
  await expect(panel.getByRole('textbox', { name: 'Risk score' })).toBeFocused()
  return panel
}

const profile = async (host: Host) => (await host.ask('profiles.get', { anomaly_type: type })).profile

test('a profile is edited with a preview, saved, found in its history and in the activity log, and restored', async ({
  page,
  host,
  sources,
}) => {
  test.setTimeout(120_000)
  const addresses = ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4']
  const failures = [12, 12, 12, 40]
  for (const [index, address] of addresses.entries()) await attack(sources.syslog, address, failures[index])
  // A login that fails after its event is resolved begins another.
  const counts = async () => (await host.ask('events.search', { query: {}, limit: 10 })).events.map(({ count }) => count).sort()
  await expect.poll(counts, { timeout: 60_000 }).toEqual(failures)
  const idOf = async (address: string) => (await eventsAbout(host, address))[0]?.id ?? ''
  await host.ask('events.resolve', { ids: [await idOf('203.0.113.1')], verdict: 'true_positive' })
  await host.ask('events.resolve', { ids: [await idOf('203.0.113.2')], verdict: 'false_positive_logic' })
  const before = await profile(host)

  const panel = await tune(page)
  await test.step('the preview says what would go, and which true positive with it', async () => {
    await panel.getByRole('textbox', { name: 'Failures' }).fill('20')
    await panel.getByRole('button', { name: 'Preview on stored records' }).click()
    const figures = panel.getByRole('group', { name: 'Before and after' })
    await expect(figures.getByRole('group', { name: 'Events' })).toContainText('4 → 1')
    await expect(figures.getByRole('group', { name: 'Removed', exact: true })).toContainText('−3')
    await expect(figures.getByRole('group', { name: 'True positives lost' })).toContainText('1')
    await expect(figures.getByRole('group', { name: 'Noise removed' })).toContainText('1')
    const lost = panel.getByRole('list', { name: 'True positives it would lose' }).getByRole('listitem')
    await expect(lost).toHaveCount(1)
    await expect(lost).toContainText('203.0.113.1')
    await expect(lost.getByRole('link', { name: 'Open the event' })).toHaveAttribute('href', new RegExp(await idOf('203.0.113.1')))
    expect((await profile(host)).parameters).toEqual(before.parameters)
  })

  await test.step('it is saved with its reason, and not without', async () => {
    await panel.getByRole('textbox', { name: 'Risk score' }).fill('85')
    await panel.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(panel.getByText('why must not be empty')).toBeVisible()
    await panel.getByLabel(/^Why/).fill('Our scanner mistypes eleven times')
    await panel.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(panel.getByText('Nothing is changed.')).toBeVisible()
    const saved = await profile(host)
    expect(saved).toMatchObject({ risk_score: 85, parameters: { ...before.parameters, failures: 20 } })
  })

  const { user } = await host.ask('session.hello', {})
  await test.step('the history has it, with who and why', async () => {
    await panel.getByRole('tab', { name: /History/ }).click()
    const revision = panel.getByRole('listitem', { name: 'Revision 1' })
    await expect(revision).toContainText('Our scanner mistypes eleven times')
    await expect(revision).toContainText(user)
    await expect(revision.getByRole('row', { name: /risk_score/ })).toContainText('85')
    const compare = panel.getByRole('region', { name: 'Compare' })
    await expect(compare.getByRole('row', { name: /parameters\.failures/ })).toContainText('20')
  })

  await test.step('the activity log has it', async () => {
    const { activity } = await host.ask('activity.list', { limit: 50 })
    const line = activity.find(({ what }) => what.startsWith('profile'))
    expect(line).toMatchObject({ who: user })
    await page.getByRole('link', { name: 'Activity' }).click()
    await expect(
      page
        .getByRole('table', { name: 'Activity' })
        .getByText(/profile/i)
        .first(),
    ).toBeVisible()
    await page.goBack()
  })

  await test.step('the package’s profile is restored', async () => {
    await panel.getByRole('button', { name: 'Restore Package’s profile' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Restore' }).click()
    await expect(dialog).toBeHidden()
    await expect(panel.getByRole('listitem', { name: 'Revision 2' })).toContainText('in force')
    expect(await profile(host)).toEqual(before)
  })
})

const day = 86_400_000
const month = 300_000

/** Failed logins of 29 days from many addresses, none of them often; and twelve in a row, twenty days ago. */
function writeMonth(home: string): string {
  const now = Date.now()
  const lines = Array.from({ length: month }, (_, index) => {
    const from = `198.51.${index % 100}.${1 + (index % 250)}`
    return failedLogin({ at: new Date(now - 29 * day + (index * 29 * day) / month), user: 'root', from })
  })
  const old = Array.from({ length: 12 }, (_, index) =>
    failedLogin({ at: new Date(now - 20 * day + index * 1000), user: 'admin', from: '203.0.113.9' }),
  )
  lines.splice(Math.floor((month * 9) / 29), 0, ...old)
  const file = join(home, 'month.log')
  writeFileSync(file, lines.join('\n') + '\n')
  return file
}

/** Every value that progress was drawn at: a test that looks now and then may miss all but the first. */
async function watchProgress(page: Page): Promise<() => Promise<number[]>> {
  const kept = await page.evaluateHandle(() => {
    const values: number[] = []
    new MutationObserver(() => {
      const bar = document.querySelector('[role=progressbar]')
      if (bar !== null) values.push(Number(bar.getAttribute('aria-valuenow')))
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-valuenow'] })
    return values
  })
  return () => kept.evaluate((values) => values)
}

test('a preview over 30 days says how far it is, can be cancelled, and names the true positive it would lose', async ({
  page,
  host,
  home,
}) => {
  test.setTimeout(180_000)
  await host.ask('import.start', { files: [writeMonth(home)], format: 'syslog' })
  const stored = async () => (await host.ask('records.histogram', { query: { conditions: [] }, interval: day })).total
  await expect.poll(stored, { timeout: 90_000 }).toBe(month + 12)
  await expect.poll(async () => (await eventsAbout(host, '203.0.113.9')).map(({ count }) => count), { timeout: 60_000 }).toEqual([12])
  const [event] = await eventsAbout(host, '203.0.113.9')
  await host.ask('events.resolve', { ids: [event!.id], verdict: 'true_positive' })

  const panel = await tune(page)
  await panel.getByRole('textbox', { name: 'Failures' }).fill('20')
  await panel.getByRole('button', { name: /Preview over$/ }).click()
  await page.getByRole('option', { name: 'the last 30 days' }).click()
  const start = panel.getByRole('button', { name: 'Preview on stored records' })

  const seen = await watchProgress(page)

  await test.step('it is cancelled on its way', async () => {
    await start.click()
    await expect(panel.getByRole('progressbar', { name: 'Running both profiles over stored records' })).toBeVisible()
    await panel.getByRole('button', { name: 'Cancel' }).click()
    await expect(panel.getByText('Cancelled: nothing was changed.')).toBeVisible()
    await expect(panel.getByRole('group', { name: 'Before and after' })).toHaveCount(0)
  })

  await test.step('let run to its end, it has read the month', async () => {
    await start.click()
    const figures = panel.getByRole('group', { name: 'Before and after' })
    await expect(figures.getByRole('group', { name: 'Events' })).toContainText('1 → 0', { timeout: 60_000 })
    await expect(figures.getByRole('group', { name: 'Removed', exact: true })).toContainText('−1')
    await expect(panel.getByText(/300.012 records/)).toBeVisible()
    const lost = panel.getByRole('list', { name: 'True positives it would lose' }).getByRole('listitem')
    await expect(lost).toHaveCount(1)
    await expect(lost).toContainText('203.0.113.9')
    expect((await seen()).some((percent) => percent > 0 && percent < 100)).toBe(true)
  })
})

test('an invalid profile cannot be saved, and every fault names its field', async ({ page, host }) => {
  const before = await profile(host)
  const panel = await tune(page)
  const save = panel.getByRole('button', { name: 'Save', exact: true })
  for (const score of ['150', '-1', '50.5', 'high', '']) {
    await panel.getByRole('textbox', { name: 'Risk score' }).fill(score)
    await expect(panel.getByRole('status').filter({ hasText: 'Cannot be saved: risk_score' })).toBeVisible()
    await expect(save).toBeDisabled()
    await expect(panel.getByRole('button', { name: 'Preview on stored records' })).toBeDisabled()
  }
  await panel.getByRole('textbox', { name: 'Risk score' }).fill(String(before.risk_score))
  await panel.getByRole('textbox', { name: 'Failures' }).fill('0')
  await expect(panel.getByText(/^failures must be a number from/)).toBeVisible()
  await expect(save).toBeDisabled()

  // Nor by going around the window.
  const wrong = { profile: { ...before, risk_score: '50', severity: 'grave' }, revision: 0, why: 'try', redecide: false }
  await expect(host.ask('profiles.save', wrong)).rejects.toThrow(/risk_score.*severity|severity.*risk_score/s)
  expect(await profile(host)).toEqual(before)
})

test('open events take the new score when they are decided anew, and undo gives both back', async ({ page, host, sources }) => {
  await attack(sources.syslog, '203.0.113.8')
  await expect.poll(async () => (await eventsAbout(host, '203.0.113.8')).length).toBe(1)
  const panel = await tune(page)
  await panel.getByRole('textbox', { name: 'Risk score' }).fill('30')
  await panel.getByLabel(/^Why/).fill('Not that grave')
  await panel.getByRole('button', { name: /^Save and re-decide 1 open event/ }).click()
  await expect(page.getByText(/1 open event decided anew/)).toBeVisible()
  await expect.poll(async () => (await eventsAbout(host, '203.0.113.8'))[0]?.risk_score).toBe(30)

  const before = (await host.ask('profiles.get', { anomaly_type: type })).defaults.risk_score
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(page.getByText('Taken back: 1 profile, and 1 event as before')).toBeVisible()
  expect((await eventsAbout(host, '203.0.113.8'))[0]?.risk_score).toBe(before)
  expect((await profile(host)).risk_score).toBe(before)
  expect(await host.ask('activity.verify', {})).toMatchObject({ kind: 'intact' })
})
