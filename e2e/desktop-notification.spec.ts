import { expect, onlyOn, test } from './support/fixtures.ts'
import { failedLogin, sendDatagrams } from './support/senders.ts'

const desktop = onlyOn('desktop-stand-in')

test('an alert is shown by the desktop, and a click on it opens the event', async ({ host, sources }) => {
  const standIn = desktop(host)
  const start = Date.now() - 60_000
  const lines = Array.from({ length: 40 }, (_, index) =>
    failedLogin({ at: new Date(start + index * 1000), user: 'admin', from: '203.0.113.9' }),
  )
  await sendDatagrams(sources.syslog, lines)
  const shown = async () => (await standIn.report()).calls.filter(({ name }) => name === 'notification.show')
  await expect.poll(async () => (await shown()).length, { timeout: 20_000 }).toBeGreaterThan(0)
  expect(JSON.stringify(await shown())).toContain('203.0.113.9')

  const [event] = (await standIn.ask('events.search', { query: { entity: '203.0.113.9' }, limit: 1 })).events
  await expect
    .poll(async () => (await standIn.ask('events.get', { id: event?.id ?? '' })).alerts.map(({ channel, state }) => `${channel} ${state}`))
    .toContain('notification delivered')
  standIn.clickNotification()
  const flyout = standIn.page.getByRole('complementary', { name: 'Event' })
  await expect(flyout.getByText('203.0.113.9').first()).toBeVisible()
})
