import { attack, untilCounted } from './support/auth-attack.ts'
import { expect, test, type Fixtures } from './support/fixtures.ts'

/** The queue with one event in it, its row active. */
async function openQueue({ page, host, sources }: Pick<Fixtures, 'page' | 'host' | 'sources'>) {
  await attack(sources.syslog, '203.0.113.66')
  await untilCounted(host)
  await page.evaluate(() => (location.hash = '#/queue'))
  const row = page.getByRole('row', { name: /Authentication brute force, 203\.0\.113\.66/ })
  await expect(row).toHaveCount(1)
  await page.keyboard.press('j')
  await expect(row).toBeFocused()
  return row
}

test('the history of an event tells what was done to it, and by whom', async ({ page, host, sources }) => {
  await openQueue({ page, host, sources })
  await page.keyboard.press('a')
  await page.keyboard.press('Enter')
  const flyout = page.getByRole('complementary', { name: 'Event' })
  await flyout.getByRole('tab', { name: 'History' }).click()
  await expect(flyout.getByRole('region', { name: 'Changes' }).getByText(/acknowledge: status New → Acknowledged/)).toBeVisible()
})

test('a note is written where the cursor is, by its key and by its button', async ({ page, host, sources }) => {
  await openQueue({ page, host, sources })
  await page.keyboard.press('n')
  const flyout = page.getByRole('complementary', { name: 'Event' })
  const field = flyout.getByRole('textbox', { name: 'Note' })
  await expect(field).toBeFocused()
  await flyout.getByRole('tab', { name: 'Why it fired' }).click()
  await flyout.getByRole('button', { name: /^Note/ }).click()
  await expect(field).toBeFocused()
})

test('Escape leads out of the field, then out of the event, and what was written is not acted on', async ({ page, host, sources }) => {
  const row = await openQueue({ page, host, sources })
  await page.keyboard.press('n')
  const flyout = page.getByRole('complementary', { name: 'Event' })
  const field = flyout.getByRole('textbox', { name: 'Note' })
  await expect(field).toBeFocused()
  await page.keyboard.type('are we sure?')
  await page.keyboard.press('Escape')
  await expect(field).not.toBeFocused()
  await expect(field).toHaveValue('are we sure?')
  await page.keyboard.press('Escape')
  await expect(flyout).toBeHidden()
  await expect(row).toBeFocused()
})
