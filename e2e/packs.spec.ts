import { expect, test } from './support/fixtures.ts'
import type { Host } from './support/hosts/host.ts'

const type = 'authentication_brute_force'
const profileOf = async (host: Host) => (await host.ask('profiles.get', { anomaly_type: type })).profile

test('a pack goes out, comes in again, and asks where both sides changed the same', async ({ page, host }) => {
  const before = await profileOf(host)
  const pack = (score: number, version: string) =>
    `name: team\nversion: "${version}"\nprofiles:\n  ${type}:\n    risk_score: ${score}\n    severity: high\n    category: permission\n`
  await host.ask('profiles.import', { yaml: pack(65, '1'), apply: true })
  const detail = await host.ask('profiles.get', { anomaly_type: type })
  const mine = { ...detail.profile, risk_score: 71 }
  await host.ask('profiles.save', { profile: mine, revision: detail.revisions[0]?.revision ?? 0, why: 'mine', redecide: false })

  await page.getByRole('link', { name: 'Rules' }).click()
  await page.getByRole('button', { name: 'Import pack' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import a pack' })
  await dialog.getByLabel('The pack, as YAML').fill(pack(999, '2'))
  await dialog.getByRole('button', { name: 'Check' }).click()
  await expect(dialog.getByRole('list', { name: 'Problems' })).toContainText(/line \d+, column \d+/)

  await dialog.getByLabel('The pack, as YAML').fill(pack(80, '2'))
  await dialog.getByRole('button', { name: 'Check' }).click()
  const row = dialog.getByRole('table', { name: /Fields in conflict/ }).getByRole('row', { name: /risk_score/ })
  await expect(row).toContainText('71')
  await expect(row).toContainText('80')
  await dialog.getByText('Take theirs').click()
  await dialog.getByRole('button', { name: 'Change 1 profile' }).click()
  await expect(dialog).toBeHidden()
  expect((await profileOf(host)).risk_score).toBe(80)
  expect(before.risk_score).not.toBe(80)

  await page.keyboard.press('z')
  await expect.poll(async () => (await profileOf(host)).risk_score).toBe(71)
  await host.ask('profiles.import', { yaml: pack(80, '2'), apply: true, choices: { [type]: 'theirs' } })

  await page.getByRole('button', { name: 'Export pack' }).click()
  await expect(page.getByLabel('The pack', { exact: true })).toContainText('risk_score: 80')
})
