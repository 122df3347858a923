import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RuleProfile } from '../model/rule-profile.ts'
import { categories, severities } from '../model/severity.ts'
import type { DetectorDeclaration } from './declarations.ts'
import { readPack, readStoredPack, writePack } from './profile-pack.ts'

const profiles = fc.uniqueArray(
  fc.record<RuleProfile>({
    anomaly_type: fc.string({ minLength: 1, maxLength: 50 }).filter((name) => name.trim() !== ''),
    title: fc.string({ maxLength: 100 }),
    description: fc.string({ unit: 'grapheme', maxLength: 200 }),
    risk_score: fc.integer({ min: 0, max: 100 }),
    severity: fc.constantFrom(...severities),
    category: fc.constantFrom(...categories),
    techniques: fc.array(
      fc.record({ id: fc.constantFrom('T1046', 'T1110.001'), name: fc.string(), version: fc.constantFrom('17.1', '18') }),
    ),
    parameters: fc.dictionary(
      fc.constantFrom('ports', 'window'),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    ),
  }),
  { selector: ({ anomaly_type }) => anomaly_type, maxLength: 5 },
)

test('what is written as a pack is read as it was', () => {
  fc.assert(
    fc.property(profiles, (given) => {
      const reading = readPack(writePack('Team', '1.0', given), given.map(detectorOf))
      expect(reading.kind === 'valid' ? reading.pack : reading.problems).toMatchObject({ name: 'Team', version: '1.0' })
      if (reading.kind !== 'valid') return
      const read = new Map(reading.pack.profiles.map((profile) => [profile.anomaly_type, profile]))
      expect(read).toEqual(new Map(given.map((profile) => [profile.anomaly_type, profile])))
      expect(readStoredPack(JSON.parse(JSON.stringify(reading.pack)))).toEqual(JSON.parse(JSON.stringify(reading.pack)))
    }),
  )
})

const scan: DetectorDeclaration = {
  name: 'scan',
  family: 'SCAN',
  title: 'Scans',
  anomaly_types: ['port_scan', 'slow_scan'].map((anomaly_type) => ({
    anomaly_type,
    title: '',
    description: '',
    risk_score: 60,
    severity: 'high',
    category: 'network',
    techniques: [],
  })),
  parameters: [{ name: 'ports', description: '', unit: 'count', default: 15, minimum: 2, maximum: 1000 }],
}

/** One that raises the type, and takes any parameter that is generated here. */
function detectorOf({ anomaly_type }: RuleProfile): DetectorDeclaration {
  const [raised] = scan.anomaly_types
  const parameters = ['ports', 'window'].map((name) => ({ ...scan.parameters[0]!, name, minimum: -Infinity, maximum: Infinity }))
  return { ...scan, name: anomaly_type, anomaly_types: [{ ...raised!, anomaly_type }], parameters }
}

test('every problem of a pack is told at its line and column', () => {
  const text = `name: Team
version: 2
profiles:
  port_scan:
    risk_score: 50.0
    severity: high
    category: network
    parameters:
      ports: 1
      prots: 20
  slow_scan: { risk_score: 60, severity: high, category: network, parameters: { ports: 30 }, techniques: [{ id: T1 }] }
`
  const reading = readPack(text, [scan])
  expect(reading.kind === 'invalid' && reading.problems.map(({ line, column, path }) => [line, column, path])).toEqual([
    [5, 17, 'profiles.port_scan.risk_score'],
    [9, 14, 'profiles.port_scan.parameters.ports'],
    [10, 14, 'profiles.port_scan.parameters.prots'],
    [11, 107, 'profiles.slow_scan.techniques.0.name'],
    [11, 107, 'profiles.slow_scan.techniques.0.version'],
    [11, 113, 'profiles.slow_scan.techniques.0.id'],
  ])
})

test('a field that is none is told instead of dropped without a word, and a fraction beside what else is wrong', () => {
  const text = `name: Team
version: 2
profiles:
  port_scan: { risk_score: 60, severity: high, category: network, paramters: { ports: 30 } }
  coupon_guessing: { risk_score: 50.0, severity: urgent, category: business }
  voucher_guessing: { risk_score: 50, severity: high, category: business, parameters: { tries: 5 } }
`
  const reading = readPack(text, [scan])
  expect(reading.kind === 'invalid' && reading.problems.map(({ path }) => path)).toEqual([
    'profiles.port_scan.paramters',
    'profiles.coupon_guessing.risk_score',
    'profiles.coupon_guessing.severity',
    'profiles.voucher_guessing.parameters',
  ])
})

test('types of one detector cannot disagree about its parameters', () => {
  const core: Omit<RuleProfile, 'anomaly_type' | 'parameters'> = {
    title: 'x',
    description: '',
    risk_score: 60,
    severity: 'high',
    category: 'network',
    techniques: [],
  }
  const text = writePack('Team', '1', [
    { ...core, anomaly_type: 'port_scan', parameters: { ports: 20 } },
    { ...core, anomaly_type: 'slow_scan', parameters: { ports: 30 } },
  ])
  expect(readPack(text, [scan])).toMatchObject({
    problems: [{ path: 'profiles.slow_scan.parameters.ports', message: 'is shared with port_scan, whose value in this pack is 20' }],
  })
})

test('a version needs no quotes; a name is needed', () => {
  const reading = readPack('name: Team\nversion: 1.10\nprofiles: {}', [])
  expect(reading).toEqual({ kind: 'valid', pack: { name: 'Team', version: '1.10', profiles: [] } })
  expect(readPack('version: 1', [])).toMatchObject({ problems: [{ path: 'name' }, { path: 'profiles' }] })
  expect(readPack('[]', [])).toMatchObject({ problems: [{ line: 1, column: 1, path: '' }] })
  expect(readStoredPack({ name: 'Team' })).toBeUndefined()
})
