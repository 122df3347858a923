import type { Page } from '@playwright/test'
import { eventsAbout } from './support/auth-attack.ts'
import { expect, test } from './support/fixtures.ts'
import type { Host } from './support/hosts/host.ts'
import { writeLoginHistory } from './support/login-history.ts'
import { failedLogin, sendDatagrams } from './support/senders.ts'

const quarter = 15 * 60_000

/** Stored as any import is: the models learn from records on the disk. */
async function importLogins(host: Host, home: string, hours: number) {
  const before = await stored(host)
  await host.ask('import.start', { files: [writeLoginHistory(home, hours)], format: 'syslog' })
  await expect.poll(() => stored(host), { timeout: 30_000 }).toBeGreaterThan(before + hours * 12)
}
const stored = async (host: Host) => (await host.ask('records.histogram', { query: { conditions: [] }, interval: 3_600_000 })).total

async function openAccounts(page: Page) {
  await page.getByRole('link', { name: 'Models' }).click()
  await page.getByRole('row', { name: 'Accounts' }).getByText('Accounts').click()
  return page.getByRole('complementary', { name: 'Model' })
}
const inForce = async (host: Host) =>
  (await host.ask('models.list', {})).versions.find(({ set, state }) => set === 'accounts' && state === 'in_force')

test('with too little history it is said how much is missing', async ({ page, host, home }) => {
  await importLogins(host, home, 4)
  const panel = await openAccounts(page)
  await panel.getByRole('tab', { name: 'Train' }).click()
  await panel.getByRole('button', { name: 'Train now' }).click()
  await expect(panel.getByText('Not enough history yet.')).toBeVisible({ timeout: 30_000 })
  await expect(panel).toContainText(/There are \d+ rows in the last 14 days.*it takes 100: \d+ are missing/)
  await expect(page.getByRole('row', { name: 'Accounts' })).toContainText('too little history')
  expect((await host.ask('models.list', {})).versions).toEqual([])
})

test('a model is trained, put in force, compared with another, swapped, and rolled back', async ({ page, host, home, sources }) => {
  test.setTimeout(150_000)
  await importLogins(host, home, 120)
  const panel = await openAccounts(page)
  const train = async (id: string) => {
    await panel.getByRole('tab', { name: 'Train' }).click()
    await panel.getByRole('button', { name: /^Train (now|with these)$/ }).click()
    await expect
      .poll(async () => (await host.ask('models.list', {})).versions.map((version) => version.id), { timeout: 60_000 })
      .toContain(id)
  }

  await test.step('the first is trained, and judges nothing before it is put in force', async () => {
    await train('accounts-1')
    await panel.getByRole('tab', { name: 'In force' }).click()
    await expect(panel.getByText('accounts-1 is trained and waits for you.')).toBeVisible()
    expect(await inForce(host)).toBeUndefined()
    await panel.getByRole('button', { name: 'Put in force' }).click()
    await expect.poll(async () => (await inForce(host))?.id).toBe('accounts-1')
    const learnt = panel.getByRole('group', { name: 'What it learnt from' })
    await expect(learnt.getByRole('group', { name: 'Rows' })).toContainText(/[6-9]\d\d/)
    await expect(panel.getByRole('list', { name: 'Least usual rows' }).getByRole('listitem').first()).toContainText('backup')
  })

  await test.step('it raises what is unlike all it learnt, and says why', async () => {
    // Within one window of a quarter of an hour.
    const start = Math.floor(Date.now() / quarter) * quarter - 2 * quarter + 60_000
    const tries = Array.from({ length: 90 }, (_, index) =>
      failedLogin({ at: new Date(start + index * 2_000), user: 'restore', from: `203.0.113.${1 + (index % 45)}`, host: 'office' }),
    )
    // What comes later ends the window of those.
    const later = Array.from({ length: 5 }, (_, index) =>
      failedLogin({ at: new Date(Date.now() - 5_000 + index * 1_000), user: 'ada', from: '10.0.0.10', host: 'office' }),
    )
    await sendDatagrams(sources.syslog, [...tries, ...later])
    await expect.poll(async () => (await eventsAbout(host, 'restore')).length, { timeout: 30_000 }).toBe(1)
    const [event] = await eventsAbout(host, 'restore')
    expect(event).toMatchObject({ anomaly_type: 'entity_outlier' })
    expect(event?.explanation).toContain('accounts-1')
    await host.ask('events.resolve', { ids: [event?.id ?? ''], verdict: 'true_positive' })
  })

  await test.step('what an analyst confirmed is left out of the next', async () => {
    await panel.getByRole('tab', { name: 'Train' }).click()
    await panel.getByRole('textbox', { name: 'Budget, rows a day' }).fill('0')
    await expect(panel.getByText('Something is wrong in the fields above.')).toBeVisible()
    await panel.getByRole('textbox', { name: 'Budget, rows a day' }).fill('12')
    await train('accounts-2')
    const { versions } = await host.ask('models.list', {})
    expect(versions.find(({ id }) => id === 'accounts-2')?.confirmed_rows).toBeGreaterThan(0)
    expect((await inForce(host))?.id).toBe('accounts-1')
  })

  await test.step('both are compared on the same days, and nothing is changed by it', async () => {
    await panel.getByRole('tab', { name: 'Versions' }).click()
    await panel.getByRole('button', { name: 'Compare accounts-2' }).click()
    await panel.getByRole('button', { name: 'Compare', exact: true }).click()
    const table = panel.getByRole('table', { name: 'Side by side' })
    await expect(table).toBeVisible({ timeout: 60_000 })
    await expect(table.getByRole('columnheader', { name: 'accounts-1, in force' })).toBeVisible()
    await expect(table.getByRole('row', { name: /Confirmed, and found/ })).toContainText(/[1-9]\d* of [1-9]/)
    await expect(panel.getByText(/^Raised by accounts-2 only \([1-9]/)).toBeVisible()
    const gained = panel.getByRole('list', { name: 'Raised by accounts-2 only' }).getByRole('listitem')
    await expect(gained.first()).toContainText('usually')
    expect((await inForce(host))?.id).toBe('accounts-1')
  })

  await test.step('it takes over, and the one before comes back', async () => {
    await panel.getByRole('button', { name: 'Put accounts-2 in force' }).click()
    await expect.poll(async () => (await inForce(host))?.id).toBe('accounts-2')
    await panel.getByRole('tab', { name: 'In force' }).click()
    await panel.getByRole('button', { name: 'Roll back to accounts-1' }).click()
    await expect.poll(async () => (await inForce(host))?.id).toBe('accounts-1')
    await page.keyboard.press('z')
    await expect.poll(async () => (await inForce(host))?.id).toBe('accounts-2')
  })

  await test.step('every step is in the activity log', async () => {
    const { activity } = await host.ask('activity.list', { limit: 100 })
    for (const what of ['model.train', 'model.swap', 'model.rollback']) expect(activity.map((line) => line.what)).toContain(what)
  })
})
