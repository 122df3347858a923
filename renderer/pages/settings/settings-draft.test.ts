import { describe, expect, it } from 'vitest'
import { requests } from '../../../app/contract/requests.ts'
import { settingsSchema } from '../../../app/model/config.ts'
import { changeOf, draftOf, objectionsTo } from './settings-draft.ts'

const settings = settingsSchema.parse({
  user: 'ada',
  enrichers: { zones: { servers: ['10.1.0.0/16', 'fd00::/8'] }, asn_mmdb: '/data/asn.mmdb' },
})

describe('a draft of the settings', () => {
  it('changes nothing until it is edited', () => {
    expect(changeOf(draftOf(settings), settings)).toBeUndefined()
  })

  it('sends only the sections that differ, each whole', () => {
    expect(changeOf({ ...draftOf(settings), user: ' ' }, settings)).toEqual({ user: null })
    expect(changeOf({ ...draftOf(settings), days: 7 }, settings)).toEqual({ retention: { days: 7, budget_gib: 20 } })
  })

  it('reads networks from lines or commas, and forgets a zone without a name', () => {
    const draft = { ...draftOf(settings), homeNetworks: ' 10.0.0.0/8, 192.168.0.0/16\n\n', zones: [{ name: '', networks: '10.0.0.0/8' }] }
    expect(changeOf(draft, settings)?.enrichers).toEqual({
      home_networks: ['10.0.0.0/8', '192.168.0.0/16'],
      zones: {},
      country_mmdb: null,
      asn_mmdb: '/data/asn.mmdb',
    })
  })

  it('puts each of the contract’s objections at its field', () => {
    const bad = { ...draftOf(settings), days: 0, homeNetworks: '10.0.0.0/8\nnowhere' }
    const parsed = requests['settings.set'].input.safeParse({ settings: changeOf(bad, settings) })
    const issues = parsed.error!.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    const objections = objectionsTo({ kind: 'invalid_input', message: 'Refused.', issues })
    expect(Object.keys(objections).sort()).toEqual(['days', 'homeNetworks'])
    expect(objections.homeNetworks).toMatch(/^line 2: /)
  })
})
