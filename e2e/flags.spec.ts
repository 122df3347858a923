import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { attack, eventsAbout } from './support/auth-attack.ts'
import { familyTraffic, type FamilyTraffic } from './support/family-traffic.ts'
import { expect, test as base } from './support/fixtures.ts'
import { FlagRounds } from './support/flag-rounds.ts'
import type { Host } from './support/hosts/host.ts'

/** A desktop serves the API only once it is told to. */
const test = base.extend({
  home: async ({ home }, use) => {
    appendFileSync(join(home, 'vedette.yml'), 'server: { api: true }\n')
    await use(home)
  },
})

const detection = 'ANOMALY_DETECTION_ENABLED'
const alerting = 'ANOMALY_ALERTING_ENABLED'
const blocking = 'ANOMALY_BLOCKING_ENABLED'
const family = 'ANOMALY_RULE_AUTHENTICATION_ENABLED'

const flag = async (host: Host, name: string) => (await host.ask('flags.list', {})).flags.find((one) => one.name === name)!
const heldBack = async (host: Host, name: string) => (await flag(host, name)).effects.reduce((sum, effect) => sum + effect.held_back, 0)

function row(page: Page, name: string) {
  return page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })
}

async function flip(page: Page, name: string, on: boolean) {
  await page.getByRole('link', { name: 'Flags' }).click()
  await row(page, name).getByText(name, { exact: true }).click()
  const input = row(page, name).getByRole('switch')
  await (on ? expect(input).toBeChecked() : expect(input).not.toBeChecked())
}

test('each general flag, switched off, holds back what it gates, and says how much', async ({ page, host, sources }) => {
  test.setTimeout(120_000)

  await test.step('without detection nothing becomes an event', async () => {
    await flip(page, detection, false)
    await attack(sources.syslog, '203.0.113.20')
    await expect.poll(() => heldBack(host, detection)).toBeGreaterThan(0)
    expect(await eventsAbout(host, '203.0.113.20')).toEqual([])
    await page.reload()
    await expect(row(page, detection)).toContainText('held back')
    await flip(page, detection, true)
    await attack(sources.syslog, '203.0.113.21')
    await expect.poll(async () => (await eventsAbout(host, '203.0.113.21')).length).toBe(1)
  })

  await test.step('without alerting an event alerts nobody', async () => {
    await flip(page, alerting, false)
    await attack(sources.syslog, '203.0.113.22')
    await expect.poll(async () => (await eventsAbout(host, '203.0.113.22')).length).toBe(1)
    const [event] = await eventsAbout(host, '203.0.113.22')
    const detail = await host.ask('events.get', { id: event!.id })
    expect(detail.event.decision.should_alert).toBe(false)
    expect(detail.alerts).toEqual([])
    expect(await heldBack(host, alerting)).toBeGreaterThan(0)
    await page.evaluate((id) => (location.hash = `#/queue?event=${id}`), event!.id)
    await expect(page.getByRole('region', { name: 'Decision' })).toContainText('Alert: held back')
    await flip(page, alerting, true)
    await attack(sources.syslog, '203.0.113.23')
    await expect.poll(async () => (await eventsAbout(host, '203.0.113.23'))[0]?.decision.should_alert).toBe(true)
  })

  await test.step('with blocking, a score of 100 puts the address on the blocklist', async () => {
    const { profile, revisions } = await host.ask('profiles.get', { anomaly_type: 'authentication_brute_force' })
    const revision = revisions[0]?.revision ?? 0
    await host.ask('profiles.save', { profile: { ...profile, risk_score: 100 }, revision, why: 'as grave as can be', redecide: false })
    await attack(sources.syslog, '203.0.113.24')
    await expect.poll(async () => (await eventsAbout(host, '203.0.113.24'))[0]?.decision.should_block).toBe(false)
    expect((await host.ask('blocklist.list', {})).entries).toEqual([])
    await flip(page, blocking, true)
    await attack(sources.syslog, '203.0.113.25')
    await expect.poll(async () => (await eventsAbout(host, '203.0.113.25'))[0]?.decision.should_block).toBe(true)
    await page.evaluate(() => (location.hash = '#/settings?tab=blocklist'))
    await expect(page.getByRole('table', { name: 'Blocklist' }).getByText('203.0.113.25')).toBeVisible()
    await page.getByRole('button', { name: 'Take 203.0.113.25 off the list' }).click()
    await expect.poll(async () => (await host.ask('blocklist.list', {})).entries).toEqual([])
  })
})

test('each family’s flag, switched off, holds its events back, and switched on lets them through', async ({
  page,
  host,
  home,
  sources,
}) => {
  test.setTimeout(300_000)
  const listed = async () => (await host.ask('flags.list', {})).flags.map(({ name }) => name)
  const eventOf = async ({ anomaly_type, entity }: FamilyTraffic, round: number) =>
    (await eventsAbout(host, entity(round))).find((event) => event.anomaly_type === anomaly_type)
  const held = (name: string) => row(page, name).getByRole('img', { name: /^Let through and held back .* and [1-9]/ })

  await test.step('no flag is forgotten here', async () => {
    const tested = [detection, alerting, blocking, ...familyTraffic.map(({ flag }) => flag)]
    expect((await listed()).sort()).toEqual(tested.sort())
    await page.getByRole('link', { name: 'Flags' }).click()
    await expect(page.getByRole('switch')).toHaveCount(tested.length)
  })

  for (const { flag } of familyTraffic) await flip(page, flag, false)
  const rounds = await FlagRounds.prepare(host, home, sources)
  const before = new Map<string, number>()
  const holdsBack = ({ flag }: FamilyTraffic, timeout: number) =>
    expect.poll(() => heldBack(host, flag), { timeout }).toBeGreaterThan(before.get(flag) ?? 0)
  try {
    for (const family of familyTraffic) {
      before.set(family.flag, await heldBack(host, family.flag))
      await family.send(rounds, 0)
    }

    await test.step('with all of them off, the queue stays empty', async () => {
      for (const family of familyTraffic) if (!family.slow) await holdsBack(family, 30_000)
      await page.getByRole('link', { name: /^Queue/ }).click()
      await expect(page.getByText('0 events', { exact: true })).toBeVisible()
      expect((await host.ask('events.search', { query: {}, limit: 1 })).total).toBe(0)
    })

    for (const family of familyTraffic) {
      await test.step(`${family.flag} says how much it held back, and is switched on`, async () => {
        await holdsBack(family, 150_000)
        await page.getByRole('link', { name: 'Flags' }).click()
        await page.reload()
        await expect(held(family.flag)).toBeVisible()
        expect(await eventOf(family, 0)).toBeUndefined()
        await flip(page, family.flag, true)
        await family.send(rounds, 1)
      })
    }

    await page.getByRole('link', { name: /^Queue/ }).click()
    for (const family of familyTraffic) {
      await test.step(`${family.anomaly_type} is in the queue`, async () => {
        await expect.poll(async () => (await eventOf(family, 1))?.anomaly_type, { timeout: 90_000 }).toBe(family.anomaly_type)
        const event = await eventOf(family, 1)
        await page.evaluate((id) => (location.hash = `#/queue?event=${id}`), event!.id)
        await expect(page.getByRole('complementary', { name: 'Event' })).toContainText(family.entity(1))
      })
    }
  } finally {
    rounds.stop()
  }
})

test('a family is switched off, for a share of nobody, and for a named entity', async ({ page, host, sources }) => {
  test.setTimeout(120_000)
  const target = async (choose: (drawer: ReturnType<Page['getByRole']>) => Promise<void>) => {
    await row(page, family)
      .getByRole('button', { name: /change$/ })
      .click()
    const drawer = page.getByRole('dialog', { name: 'Whom it is for' })
    await choose(drawer)
    await drawer.getByRole('button', { name: 'Save' }).click()
    await expect(drawer).toBeHidden()
  }
  const some = async (drawer: ReturnType<Page['getByRole']>) => {
    await drawer.getByRole('button', { name: /On for/ }).click()
    await page.getByRole('option', { name: /^Some/ }).click()
  }

  await flip(page, family, false)
  await attack(sources.syslog, '203.0.113.30')
  await expect.poll(() => heldBack(host, family)).toBeGreaterThan(0)
  expect(await eventsAbout(host, '203.0.113.30')).toEqual([])
  await flip(page, family, true)

  await test.step('a share is a whole number, or it is not saved', async () => {
    await target(async (drawer) => {
      await some(drawer)
      await drawer.getByLabel('Share, in %').fill('half')
      await expect(drawer.getByRole('button', { name: 'Save' })).toBeDisabled()
      await drawer.getByLabel('Share, in %').fill('0')
      await expect(drawer.getByText(/It is on for 0 %\./)).toBeVisible()
    })
    const held = await heldBack(host, family)
    await attack(sources.syslog, '203.0.113.31')
    await expect.poll(() => heldBack(host, family)).toBeGreaterThan(held)
    expect(await eventsAbout(host, '203.0.113.31')).toEqual([])
  })

  await test.step('only what is named gets through', async () => {
    await target(async (drawer) => {
      await drawer.getByLabel('Share, in %').fill('100')
      await drawer.getByLabel('Entities').fill('203.0.113.33')
    })
    await expect(row(page, family)).toContainText('entity 203.0.113.33')
    await attack(sources.syslog, '203.0.113.32')
    await attack(sources.syslog, '203.0.113.33')
    await expect.poll(async () => (await eventsAbout(host, '203.0.113.33')).length).toBe(1)
    expect(await eventsAbout(host, '203.0.113.32')).toEqual([])
  })

  await test.step('undo takes it back, and the log has every step', async () => {
    await page.keyboard.press('z')
    await expect.poll(async () => (await flag(host, family)).targeting.rollout).toBe(0)
    const { activity } = await host.ask('activity.list', { subject: `flag:${family}`, limit: 50 })
    expect(activity.length).toBeGreaterThanOrEqual(5)
  })
})
