import { AxeBuilder } from '@axe-core/playwright'
import { orders } from './support/answers.ts'
import { expect, onlyOn, test } from './support/fixtures.ts'
import type { Host } from './support/hosts/host.ts'
import { failedLogin, netflowV5, sendDatagrams } from './support/senders.ts'

const rule = 'rules?rule=authentication_brute_force'
const pages = [
  'live',
  'queue',
  'rules',
  rule,
  `${rule}&tab=tune`,
  `${rule}&tab=revisions`,
  'signals',
  'signals?stream=host-flows',
  'signals?form=new',
  'sandbox',
  'models',
  ...['force', 'train', 'compare', 'versions'].map((tab) => `models?set=hosts&tab=${tab}`),
  'datasets',
  ...['run', 'runs', 'queries', 'kept'].map((tab) => `datasets?dataset=${encodeURIComponent('["orders","import"]')}&tab=${tab}`),
  'sources',
  'flags',
  'flags?register=new',
  'health',
  'activity',
  'start',
  'settings',
  ...['api', 'blocklist', 'masking', 'requests', 'appearance', 'keys', 'about'].map((tab) => `settings?tab=${tab}`),
]

const dialogs: { route: string; opener: string | RegExp; dialog: string }[] = [
  { route: 'rules', opener: 'Export pack', dialog: 'Export a pack' },
  { route: 'rules', opener: 'Import pack', dialog: 'Import a pack' },
  { route: `${rule}&tab=revisions`, opener: 'Restore Package’s profile', dialog: 'Restore package’s profile' },
  { route: 'datasets', opener: 'Import a file', dialog: 'Import a file' },
  { route: 'datasets', opener: 'Send', dialog: 'Send from an application' },
  { route: 'datasets', opener: 'Language model', dialog: 'Language-model analysis' },
  { route: 'flags', opener: /NEW_CHECKOUT is for 25 %/, dialog: 'Whom it is for' },
  { route: 'settings?tab=api', opener: 'Make a token', dialog: 'Make a token' },
  { route: 'settings?tab=blocklist', opener: 'Block an address', dialog: 'Block an address' },
]

for (const theme of ['dark', 'light'] as const) {
  test.describe(`in the ${theme} theme`, () => {
    // The window is the same bundle on every host.
    onlyOn('headless')
    test.use({ colorScheme: theme })

    test('axe finds nothing serious on any page', async ({ page, host, sources }) => {
      test.setTimeout(600_000)
      const start = Date.now() - 60_000
      const lines = Array.from({ length: 30 }, (_, index) =>
        failedLogin({ at: new Date(start + index * 1000), user: 'root', from: '198.51.100.7' }),
      )
      await sendDatagrams(sources.syslog, lines)
      const flow = {
        source: '10.0.0.5',
        destination: '198.51.100.7',
        sourcePort: 40_000,
        destinationPort: 443,
        protocol: 6,
        packets: 9,
        bytes: 900,
      }
      await sendDatagrams(sources.netflow, [netflowV5([flow], new Date())])
      await expect.poll(async () => (await host.ask('events.search', { query: {}, limit: 1 })).total).toBeGreaterThan(0)
      const [event] = (await host.ask('events.search', { query: {}, limit: 1 })).events

      await fillSettings(host, event?.id ?? '')

      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      const check = async (place: string) => {
        const { violations } = await new AxeBuilder({ page }).analyze()
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        expect(serious.map(({ id, nodes }) => ({ place, id, targets: nodes.slice(0, 3).map(({ target }) => target.join(' ')) }))).toEqual(
          [],
        )
      }

      for (const route of [...pages, `queue?event=${event?.id}`]) {
        await test.step(route, async () => {
          await page.evaluate((hash) => (location.hash = hash), `#/${route}`)
          await expect(page.getByRole('main').getByRole('heading').first()).toBeAttached()
          await expect(page.getByLabel(/^Loading/)).toHaveCount(0)
          await check(route)
        })
      }

      for (const { route, opener, dialog } of dialogs) {
        await test.step(dialog, async () => {
          await page.evaluate((hash) => (location.hash = hash), `#/${route}`)
          await page.getByRole('button', { name: opener }).first().click()
          await expect(page.getByRole('dialog', { name: dialog })).toBeVisible()
          await check(dialog)
          await page.keyboard.press('Escape')
          await expect(page.getByRole('dialog')).toHaveCount(0)
        })
      }
    })
  })
}

/** Something to see on every page: a rule with a history, verdicts, a token, an entry on the blocklist. */
async function fillSettings(host: Host, eventId: string): Promise<void> {
  const { profile } = await host.ask('profiles.get', { anomaly_type: 'authentication_brute_force' })
  await host.ask('profiles.save', { profile: { ...profile, risk_score: 75 }, revision: 0, why: 'graver', redecide: false })
  await host.ask('events.resolve', { ids: [eventId], verdict: 'true_positive' })
  await host.ask('tokens.create', { name: 'shop', scopes: ['evaluate'] })
  await host.ask('blocklist.add', { value: '203.0.113.9', reason: 'scans', hours: 24 })
  for (const rows of [orders(300), orders(240, 9, true)])
    await host.ask('datasets.import', { name: 'orders', format: 'json_lines', text: JSON.stringify(rows) })
  await host.ask('flags.register', { name: 'NEW_CHECKOUT', targeting: { rollout: 25 } })
}
