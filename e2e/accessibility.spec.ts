import { AxeBuilder } from '@axe-core/playwright'
import { expect, onlyOn, test } from './support/fixtures.ts'
import { failedLogin, netflowV5, sendDatagrams } from './support/senders.ts'

const rule = 'rules?rule=authentication_brute_force'
const pages = [
  'live',
  'queue',
  'rules',
  rule,
  `${rule}&tab=tune`,
  `${rule}&tab=revisions`,
  'sources',
  'flags',
  'flags?register=new',
  'health',
  'activity',
  'start',
  'settings',
  ...['api', 'blocklist', 'masking', 'requests', 'appearance', 'keys', 'about'].map((tab) => `settings?tab=${tab}`),
]

for (const theme of ['dark', 'light'] as const) {
  test.describe(`in the ${theme} theme`, () => {
    // The window is the same bundle on every host.
    onlyOn('headless')
    test.use({ colorScheme: theme })

    test('axe finds nothing serious on any page', async ({ page, host, sources }) => {
      test.setTimeout(180_000)
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

      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)

      for (const route of [...pages, `queue?event=${event?.id}`]) {
        await test.step(route, async () => {
          await page.evaluate((hash) => (location.hash = hash), `#/${route}`)
          await expect(page.getByRole('main').getByRole('heading').first()).toBeAttached()
          await expect(page.getByLabel(/^Loading/)).toHaveCount(0)
          const { violations } = await new AxeBuilder({ page }).analyze()
          const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
          expect(serious.map(({ id, nodes }) => ({ route, id, targets: nodes.slice(0, 3).map(({ target }) => target.join(' ')) }))).toEqual(
            [],
          )
        })
      }
    })
  })
}
