import { expect, test } from './support/fixtures.ts'

test('what is typed in a form of the settings outlives a look at another tab', async ({ page }) => {
  await page.evaluate(() => (location.hash = '#/settings'))
  const name = page.getByRole('textbox', { name: 'Your name' })
  await name.fill('Ada')
  await page.getByRole('tab', { name: 'Masking' }).click()
  await expect(name).toBeHidden()
  await page.getByRole('tab', { name: 'General' }).click()
  await expect(name).toHaveValue('Ada')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Everything is saved.').filter({ visible: true })).toBeVisible()
  await expect(name).toHaveValue('Ada')
})

test('help shows no heading without a key under it', async ({ page }) => {
  await expect(page.getByRole('main').getByRole('heading').first()).toBeAttached()
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Help' })
  await expect(help.getByRole('heading', { name: 'Triage' })).toBeVisible()
  for (const heading of await help.getByRole('heading', { level: 3 }).all())
    await expect(heading.locator('..').getByRole('listitem')).not.toHaveCount(0)
})
