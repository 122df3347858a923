import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Activity } from '../app/model/event.ts'
import type { Flag } from '../app/model/flag.ts'
import { runCommand } from './testing/command.ts'
import { openWorkplace } from './testing/workplace.ts'

const { makeHome, start } = openWorkplace()

function flagsOf(home: string) {
  const run = (...args: string[]) => runCommand('flags', ...args, '--home', home)
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, '--json')
    if (code !== 0) throw new Error(stderr)
    return (JSON.parse(stdout) as { flags: (Flag & { created?: boolean })[] }).flags
  }
  return { run, json }
}

const words = (flags: readonly Flag[]) =>
  flags.map(({ name, enabled, targeting: { rollout, staff_only } }) => ({ name, enabled, rollout, staff_only }))

describe.concurrent('vedette flags, whether or not a console runs', () => {
  test('without one: registered once, set, listed; what is registered again stays as it is and says so', async () => {
    const home = makeHome()
    const { run, json } = flagsOf(home)
    expect(await json('register', 'SHOP_BETA', 'SHOP_OLD', '--rollout', '25', '--staff-only')).toMatchObject([
      { name: 'SHOP_BETA', enabled: false, created: true, gates: 'application', targeting: { rollout: 25, staff_only: true } },
      { name: 'SHOP_OLD', created: true },
    ])
    const again = await run('register', 'SHOP_BETA', '--enable')
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('SHOP_BETA is registered already, nothing changed: SHOP_BETA  off'),
    })
    expect(await json('register', 'ANOMALY_DETECTION_ENABLED', '--enable')).toMatchObject([{ created: false, enabled: false }])
    await json('set', 'SHOP_BETA', 'ANOMALY_DETECTION_ENABLED', '--enable')
    expect((await run('list', 'SHOP_BETA')).stdout).toMatch(/^SHOP_BETA {2}on for staff only {2}\(/)
    await json('set', 'SHOP_BETA', '--rollout', '12.5', '--no-staff-only')
    expect(words(await json('list', 'SHOP_BETA', 'ANOMALY_DETECTION_ENABLED'))).toEqual([
      { name: 'SHOP_BETA', enabled: true, rollout: 12.5, staff_only: false },
      { name: 'ANOMALY_DETECTION_ENABLED', enabled: true, rollout: 100, staff_only: false },
    ])
    expect((await run('list', 'SHOP_BETA')).stdout).toMatch(/^SHOP_BETA {2}on for 12\.5 % {2}\(this week: 0 let through, 0 held back\)\n$/)
  })

  test('with one: it is told, obeys at once, and keeps it in its log; a file that a crash left behind misleads nobody', async () => {
    const home = makeHome()
    const { run, json } = flagsOf(home)
    const console = await start(home)
    const running = join(home, 'running.json')
    expect(statSync(running).mode & 0o077).toBe(0)
    expect(JSON.parse(readFileSync(running, 'utf8'))).toMatchObject({ token: console.ready.token })
    await json('set', 'ANOMALY_ALERTING_ENABLED', '--enable')
    await json('register', 'SHOP_BETA', '--enable')
    expect(await json('register', 'SHOP_BETA')).toMatchObject([{ created: false, enabled: true }])
    const { flags } = (await console.request('flags.list')).output as { flags: Flag[] }
    expect(words(flags).filter(({ enabled, name }) => enabled && !name.startsWith('ANOMALY_RULE'))).toMatchObject([
      { name: 'ANOMALY_ALERTING_ENABLED' },
      { name: 'SHOP_BETA' },
    ])
    const { activity } = (await console.request('activity.list', { limit: 10 })).output as { activity: Activity[] }
    expect(activity.map(({ subject }) => subject)).toEqual(['flag:SHOP_BETA', 'flag:ANOMALY_ALERTING_ENABLED'])
    expect((await run('set', 'SHOP_NEW', '--enable')).code).toBe(2)
    await console.end('SIGKILL')
    expect(existsSync(running)).toBe(true)
    expect(words(await json('set', 'SHOP_BETA', '--disable'))).toMatchObject([{ enabled: false }])
  })

  test('what is asked wrongly ends with 2, and changes nothing', async () => {
    const home = makeHome()
    const { run, json } = flagsOf(home)
    await json('register', 'SHOP_BETA')
    for (const wrong of [
      ['set', 'SHOP_BETA'],
      ['set', 'SHOP_BETA', '--enable', '--disable'],
      ['set', 'SHOP_BETA', '--rollout', '101'],
      ['set', 'SHOP_BETA', '--rollout', ''],
      ['set', 'SHOP_BETA', 'NOBODY_KNOWS', '--enable'],
      ['list', 'NOBODY_KNOWS'],
      ['register', 'shop-beta'],
      ['register'],
      ['forget', 'SHOP_BETA'],
    ])
      expect({ wrong, code: (await run(...wrong)).code }).toEqual({ wrong, code: 2 })
    expect(await json('list', 'SHOP_BETA')).toMatchObject([{ enabled: false, targeting: { rollout: 100 } }])
  })

  test('to list makes nothing; a mistake in vedette.yml is told with its place', async () => {
    const nowhere = join(makeHome(), 'nowhere')
    expect((await runCommand('flags', 'list', '--home', nowhere)).code).toBe(3)
    expect(existsSync(nowhere)).toBe(false)
    const mistaken = await runCommand('flags', 'set', 'ANOMALY_ALERTING_ENABLED', '--enable', '--home', makeHome('version: 1\nflag: 3\n'))
    expect(mistaken).toMatchObject({ code: 2, stderr: expect.stringContaining('vedette.yml:2:1: flag: ') })
  })

  test('flags that come from OpenFeature are changed there', async () => {
    const home = makeHome('version: 1\nflags:\n  provider: openfeature\n  ofrep_url: http://127.0.0.1:9\n')
    for (const args of [
      ['set', 'ANOMALY_ALERTING_ENABLED', '--enable'],
      ['register', 'SHOP_BETA'],
    ]) {
      const ended = await runCommand('flags', ...args, '--home', home)
      expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('OpenFeature provider') })
    }
  })
})
