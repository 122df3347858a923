import { describe, expect, it } from 'vitest'
import { requests } from './requests.ts'

describe('settings.set', () => {
  it('leaves out what is left out, rather than fill in defaults that would undo it', () => {
    expect(requests['settings.set'].input.parse({ settings: { user: 'ada' } })).toEqual({ settings: { user: 'ada' } })
    expect(requests['settings.set'].input.parse({ settings: {} })).toEqual({ settings: {} })
  })
})
