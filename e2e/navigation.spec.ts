import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
  // Before there is a page no key is listened to.
  await expect(page.getByRole('main').getByRole('heading').first()).toBeAttached()
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await palette.getByRole('combobox').fill(title)
  await expect(palette.getByRole('option', { selected: true })).toContainText(title)
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
}

test('the palette goes to every page and opens every form', async ({ page }) => {
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
    ['Import a file of answers into datasets', 'Import a file'],
    ['Send answers of an application to datasets', 'Send from an application'],
    ['Language-model analysis of datasets', 'Language-model analysis'],
  ] as const
  for (const [command, dialog] of forms) {
    await run(page, command)
    // The dialog takes the focus a moment after it appears.
    await page.getByRole('dialog', { name: dialog }).press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
})

test('the palette does on Datasets and in the Sandbox what their buttons do', async ({ page, home }) => {
  await run(page, 'Datasets')
  await run(page, 'Apply the retention of datasets now')
  await expect(page.getByText(/were past their time/)).toBeVisible()

  await run(page, 'Sandbox of engines')
  await run(page, 'Sandbox: choose a signal')
  await expect(page.getByRole('region', { name: 'Data' }).locator(':focus')).toHaveText(/Pick a stream|Switch a preset on/)
  const chooser = page.waitForEvent('filechooser')
  await run(page, 'Sandbox: choose a file')
  const file = join(home, 'values.csv')
  const rows = Array.from({ length: 300 }, (_, n) => `${Date.UTC(2026, 0, 1) + n * 60_000},${n === 250 ? 900 : 100 + (n % 7)}`)
  writeFileSync(file, ['ts,value', ...rows].join('\n'))
  await (await chooser).setFiles(file)
  await expect(page.getByText('values.csv')).toBeVisible()
  await run(page, 'Sandbox: run the engines')
  await expect(page.getByRole('table', { name: 'Engines compared' }).getByRole('row')).toHaveCount(2)
  await run(page, 'Sandbox: make an engine a stream')
  await expect(page.getByText(/as tried on values\.csv/)).toBeVisible()
})

test('a switch below the fold takes the focus without the window itself being moved', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  await page.getByRole('link', { name: 'Flags' }).click()
  await page.getByRole('switch').last().focus()
  await expect(page.getByRole('row').last()).toBeInViewport()
  expect(await page.evaluate(() => [document.documentElement.scrollTop, document.body.scrollTop])).toEqual([0, 0])
  expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0)
})
