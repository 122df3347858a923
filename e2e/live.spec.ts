import type { Page } from '@playwright/test'
import { expect, test, type Fixtures } from './support/fixtures.ts'
import { sendDatagrams } from './support/senders.ts'

const said = (count: number, word: string) =>
  Array.from({ length: count }, (_, index) => `<30>1 ${new Date().toISOString()} office app - - - ${word} number ${index + 1}`)
const say = (sources: Fixtures['sources'], count: number, word: string) => sendDatagrams(sources.syslog, said(count, word))

/** Opened by the keyboard: a list does not move under a pointer that moved a moment ago. */
async function openLive(page: Page) {
  await page.evaluate(() => (location.hash = '#/live'))
  const list = page.getByRole('grid', { name: 'Records' })
  await expect(list).toBeVisible()
  return list
}
const pill = (page: Page) => page.getByRole('button', { name: /^[\d\s]+ new$/ })

test('scrolled away from the top the list stands still and counts what is new; the pill lets it in', async ({ page, sources }) => {
  await say(sources, 200, 'early')
  const list = await openLive(page)
  await expect(list.getByText('early number 200', { exact: true })).toBeVisible()

  await list.evaluate((element) => element.parentElement?.scrollTo({ top: 1500 }))
  await expect(page.getByText('Standing still', { exact: true })).toBeVisible()
  const row = list
    .getByRole('row')
    .filter({ hasText: /early number/ })
    .nth(15)
  await expect(row).toBeInViewport()
  const [text, place] = [await row.textContent(), await row.boundingBox()]
  await say(sources, 30, 'late')
  await expect(pill(page)).toHaveText('30 new')
  await say(sources, 12, 'later')
  await expect(pill(page)).toHaveText('42 new')
  expect([await row.textContent(), await row.boundingBox()]).toEqual([text, place])
  await expect(list.getByText(/late/)).toHaveCount(0)

  await pill(page).click()
  await expect(list.getByText('later number 12', { exact: true })).toBeVisible()
  await expect(pill(page)).toHaveCount(0)
  await expect(page.getByText('Streaming', { exact: true })).toBeVisible()
})

test('Space pauses the list, and lets it go on', async ({ page, sources }) => {
  await say(sources, 5, 'early')
  const list = await openLive(page)
  await expect(list.getByText('early number 5', { exact: true })).toBeVisible()

  await page.keyboard.press('Space')
  await expect(page.getByText('Paused', { exact: true })).toBeVisible()
  await say(sources, 7, 'late')
  await expect(pill(page)).toHaveText('7 new')
  await expect(list.getByText(/late number/)).toHaveCount(0)

  await page.keyboard.press('Space')
  await expect(page.getByText('Paused', { exact: true })).toBeHidden()
  await expect(list.getByText('late number 7', { exact: true })).toBeVisible()
  await expect(pill(page)).toHaveCount(0)
})
