import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'

const pages = [
  ['Live', 'Live'],
  ['Queue', 'Queue'],
  ['Rules', 'Rules'],
  ['Signals', 'Signals'],
  ['Sandbox', 'Sandbox of engines'],
  ['Models', 'Models'],
  ['Datasets', 'Datasets'],
  ['Sources', 'Sources'],
  ['Flags', 'Flags'],
  ['Health', 'Health'],
  ['Activity', 'Activity'],
  ['Getting started', 'Getting started'],
  ['Settings', 'Settings'],
] as const

test('every page is in reach of the pointer in a small window, and says where one is', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  const rail = page.getByRole('navigation', { name: 'Pages' })
  for (const [title] of pages) {
    const link = rail.getByRole('link', { name: new RegExp(`^${title}`) })
    await expect(link).toBeInViewport({ ratio: 1 })
    await link.click()
    await expect(link).toHaveAttribute('aria-current', 'page')
    await expect(page.getByRole('main').getByRole('heading').first()).toBeAttached()
  }
})

async function run(page: Page, title: string) {
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await palette.getByRole('combobox').fill(title)
  await expect(palette.getByRole('option', { selected: true })).toContainText(title)
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
}

test('the palette goes to every page and opens every form', async ({ page }) => {
  await expect(page.getByRole('main').getByRole('heading').first()).toBeAttached()
  for (const [title, command] of pages) {
    await run(page, command)
    await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: new RegExp(`^${title}`) })).toHaveAttribute(
      'aria-current',
      'page',
    )
  }
  const forms = [
    ['Add a source', 'Add a source'],
    ['Make a token for an application', 'Make a token'],
    ['Block an address', 'Block an address'],
    ['Export rules as a pack', 'Export a pack'],
    ['Import a pack of rules', 'Import a pack'],
    ['Register a flag for applications', 'Register a flag'],
  ] as const
  for (const [command, dialog] of forms) {
    await run(page, command)
    // The dialog takes the focus a moment after it appears.
    await page.getByRole('dialog', { name: dialog }).press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
})

test('a switch below the fold takes the focus without the window itself being moved', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  await page.getByRole('link', { name: 'Flags' }).click()
  await page.getByRole('switch').last().focus()
  await expect(page.getByRole('row').last()).toBeInViewport()
  expect(await page.evaluate(() => [document.documentElement.scrollTop, document.body.scrollTop])).toEqual([0, 0])
  expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0)
})
