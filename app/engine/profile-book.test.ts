import { afterEach, beforeEach, expect, test } from 'vitest'
import { detectors } from '../detect/index.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import { openConsoleStore } from '../store/index.ts'
import type { ConsoleStore } from '../store/store.ts'
import { parseConfig, type Environment } from './config-text.ts'
import { ProfileBook, siblingsOf, type BookSettings } from './profile-book.ts'
import { planSaves, readDraft } from './profile-saving.ts'

let console: ConsoleStore

beforeEach(() => {
  const opened = openConsoleStore(':memory:')
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  console = opened.store
})
afterEach(() => console.close())

function settings(text = '', environment: Environment = {}): BookSettings {
  const read = parseConfig(`version: 1\n${text}`, environment)
  if (read.kind === 'refused') throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return { ...read.config, overrides: read.overrides }
}

function save(book: ProfileBook, ...profiles: RuleProfile[]): void {
  console.saveProfiles(planSaves(profiles, book), { who: 'ann', at: 1, why: '', origin: 'analyst' })
  book.reload()
}

const bruteForce = 'authentication_brute_force'
const several = detectors.find(({ anomaly_types, parameters }) => anomaly_types.length > 1 && parameters.length > 1)!
const [one, other] = several.anomaly_types.map(({ anomaly_type }) => anomaly_type) as [string, string]
const [first, second] = several.parameters as [(typeof several.parameters)[0], (typeof several.parameters)[0]]

test('the package’s profile holds, vedette.yml over it, the environment over that, and an analyst’s edit over all', () => {
  const text = `detectors: { brute-force: { failures: 20 } }\nrule_profiles:\n  ${bruteForce}: { risk_score: 11, severity: low, category: system }\n`
  const environment = { ANOMALY_RULE_PROFILES: `{"${bruteForce}": {"risk_score": 22, "severity": "high", "category": "system"}}` }
  const package_ = new ProfileBook(console, settings()).of(bruteForce)
  expect(package_).toMatchObject({ parameters: { failures: 10 } })
  expect(new ProfileBook(console, settings(text)).of(bruteForce)).toMatchObject({
    risk_score: 11,
    severity: 'low',
    parameters: { failures: 20 },
  })
  const book = new ProfileBook(console, settings(text, environment))
  expect(book.of(bruteForce)).toMatchObject({ risk_score: 22, severity: 'high' })
  save(book, { ...book.of(bruteForce), risk_score: 33 })
  expect(book.of(bruteForce)).toMatchObject({ risk_score: 33, severity: 'high', parameters: { failures: 20 } })
  expect(book.overriddenOf(bruteForce)).toEqual([
    ...['risk_score', 'severity', 'category'].map((field) => ({ field, by: 'ANOMALY_RULE_PROFILES' })),
    { field: 'parameters.failures', by: 'vedette.yml' },
  ])
})

test('an edit holds the fields it changed: the others follow the package and vedette.yml as they change', () => {
  const book = new ProfileBook(console, settings())
  save(book, { ...book.of(bruteForce), severity: 'critical' })
  expect(console.profileRevisions(bruteForce)[0]?.edited).toEqual(['severity'])
  const text = `detectors: { brute-force: { failures: 44 } }\nrule_profiles: { ${bruteForce}: { risk_score: 5, severity: low, category: system } }\n`
  expect(new ProfileBook(console, settings(text)).of(bruteForce)).toMatchObject({
    severity: 'critical',
    risk_score: 5,
    parameters: { failures: 44 },
  })
})

test('a parameter that is saved through one type is saved for every type of its detector, and is what the detector runs with', () => {
  const book = new ProfileBook(console, settings())
  save(book, { ...book.of(one), parameters: { ...book.of(one).parameters, [first.name]: first.maximum } })
  for (const type of [one, ...siblingsOf(one)]) {
    expect(book.of(type).parameters[first.name]).toBe(first.maximum)
    expect(console.newestRevisions()[type]).toBe(1)
  }
  save(book, { ...book.of(other), parameters: { ...book.of(other).parameters, [second.name]: second.minimum } })
  expect(book.parameters()[several.name]).toMatchObject({ [first.name]: first.maximum, [second.name]: second.minimum })
  expect(book.of(one).parameters).toEqual(book.of(other).parameters)
  save(book, { ...book.of(one), risk_score: 3 })
  expect(console.newestRevisions()).toMatchObject({ [one]: 3, [other]: 2 })
  expect(new ProfileBook(console, settings()).parameters()).toEqual(book.parameters())
})

test('several profiles of one detector change their own parameters and leave each other’s', () => {
  const book = new ProfileBook(console, settings())
  const change = (type: string, name: string, value: number) => ({
    ...book.of(type),
    parameters: { ...book.of(type).parameters, [name]: value },
  })
  save(book, change(one, first.name, first.maximum), change(other, second.name, second.minimum))
  expect(book.parameters()[several.name]).toMatchObject({ [first.name]: first.maximum, [second.name]: second.minimum })
})

test('the names of the environment set the detectors of requests, 400 and 403 alike', () => {
  const { of, parameters } = ((book: ProfileBook) => ({ of: book.of.bind(book), parameters: book.parameters() }))(
    new ProfileBook(
      console,
      settings('', {
        ANOMALY_VALIDATION_FAILURE_THRESHOLD: '7',
        ANOMALY_VALIDATION_FAILURE_WINDOW_SECONDS: '77',
        ANOMALY_BURST_THRESHOLD: '8',
        ANOMALY_BURST_WINDOW_SECONDS: '88',
        ANOMALY_PATH_PROBE_THRESHOLD: '9',
        ANOMALY_PATH_PROBE_WINDOW_SECONDS: '99',
      }),
    ),
  )
  for (const type of ['repeated_validation_failures', 'repeated_forbidden_access'])
    expect(of(type).parameters).toMatchObject({ threshold: 7, window: 77 })
  expect(of('burst_sensitive_endpoint_access').parameters).toMatchObject({ threshold: 8, window: 88 })
  expect(of('path_probing').parameters).toMatchObject({ threshold: 9, window: 99 })
  expect(Object.values(parameters).filter(({ threshold, window }) => threshold === 7 && window === 77)).toHaveLength(2)
})

test('what was saved and is not valid any more holds nothing', () => {
  const book = new ProfileBook(console, settings())
  const profile = book.of(bruteForce)
  const broken = { ...profile, risk_score: 400 } as RuleProfile
  console.saveProfiles([{ profile: broken, edited: ['risk_score'] }], { who: 'ann', at: 1, why: '', origin: 'analyst' })
  book.reload()
  expect(book.of(bruteForce)).toEqual(profile)
  const far = { ...profile, severity: 'low' as const, parameters: { failures: 1e9, gone: 1 } }
  console.saveProfiles([{ profile: far, edited: ['severity', 'parameters.failures', 'parameters.gone'] }], {
    who: 'ann',
    at: 2,
    why: '',
    origin: 'analyst',
  })
  book.reload()
  expect(book.of(bruteForce)).toEqual({ ...profile, severity: 'low' })
})

test('a draft is refused with every field that is wrong, and takes the parameters it leaves out from what is in force', () => {
  const book = new ProfileBook(console, settings())
  const profile = book.of(bruteForce)
  const wrong = readDraft({ ...profile, risk_score: '50', severity: 'urgent', parameters: { failures: 0, unheard: 1 } }, book)
  expect(wrong.kind === 'invalid' ? wrong.issues.map(({ path }) => path).sort() : wrong).toEqual([
    'profile.parameters.failures',
    'profile.parameters.unheard',
    'profile.risk_score',
    'profile.severity',
  ])
  expect(readDraft({ ...profile, parameters: { failures: 12 } }, book)).toEqual({
    kind: 'valid',
    profile: { ...profile, parameters: { ...profile.parameters, failures: 12 } },
  })
})
