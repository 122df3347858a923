import { describe, expect, test } from 'vitest'
import { isOwnAddress } from './origin.ts'
import { findFile } from './window-files.ts'

describe('which addresses are the window’s own', () => {
  test.each(['app://vedette/index.html', 'app://vedette/index.html#/queue', 'app://vedette/'])('%s is', (address) => {
    expect(isOwnAddress(address)).toBe(true)
  })

  test.each([
    'app://evil/index.html',
    'app://vedette.evil/index.html',
    'app://vedette@evil/index.html',
    'app://user@vedette/index.html',
    'http://vedette/index.html',
    'https://evil.example/app://vedette/index.html',
    'file:///app://vedette/',
    'about:blank',
    'data:text/html,app://vedette/',
    '',
  ])('%s is not', (address) => {
    expect(isOwnAddress(address)).toBe(false)
  })
})

describe('which file an address names', () => {
  const find = (address: string) => findFile('/srv/window', address)

  test('a page and what it loads', () => {
    expect(find('app://vedette/')).toBe('/srv/window/index.html')
    expect(find('app://vedette/assets/main.js?v=1#top')).toBe('/srv/window/assets/main.js')
    expect(find('app://vedette/a%20file.svg')).toBe('/srv/window/a file.svg')
  })

  test.each([
    'app://vedette/%2e%2e%2fsecret',
    'app://vedette/..%2fsecret',
    'app://vedette/assets/..%2f..%2f..%2fetc%2fpasswd',
    'app://vedette/..%5csecret',
    'app://vedette/%00',
    'app://vedette/%',
    'app://evil/index.html',
  ])('%s is refused', (address) => {
    expect(find(address)).toBeUndefined()
  })

  test('dots that the parser takes out stay inside', () => {
    expect(find('app://vedette/../../etc/passwd')).toBe('/srv/window/etc/passwd')
  })
})
