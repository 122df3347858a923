import { expect, test } from 'vitest'
import { describeProblems } from './derived-settings.ts'
import { parseConfig, type ConfigResult, type Environment } from './config-text.ts'

function read(text: string, environment: Environment = {}) {
  const result = parseConfig(text, environment)
  if (result.kind === 'refused') throw new Error(describeProblems('vedette.yml', result.problems))
  return result
}

function problemsOf(result: ConfigResult): string[] {
  return result.kind === 'refused' ? describeProblems('vedette.yml', result.problems).split('\n') : []
}

test('the environment goes over the names in the file, and those over its own keys', () => {
  const text = `version: 1
requests: { api_version: api/v1, trust_x_forwarded_for: false }
ANOMALY_API_VERSION: api/v2
ANOMALY_TRUST_X_FORWARDED_FOR: true
ANOMALY_PROBE_PREFIXES: [/admin/]
`
  const { config, own, overrides } = read(text, { ANOMALY_API_VERSION: 'api/v3', ANOMALY_SENSITIVE_PREFIXES: '/pay/, /users/' })
  expect(config.requests).toMatchObject({
    api_version: 'api/v3',
    trust_x_forwarded_for: true,
    probe_prefixes: ['/admin/'],
    sensitive_prefixes: ['/pay/', '/users/'],
  })
  expect(own.requests).toMatchObject({ api_version: 'api/v1', trust_x_forwarded_for: false, probe_prefixes: null })
  expect(overrides).toContainEqual({ path: 'requests.api_version', name: 'ANOMALY_API_VERSION', where: 'environment' })
  expect(overrides).toContainEqual({ path: 'requests.probe_prefixes', name: 'ANOMALY_PROBE_PREFIXES', where: 'file' })
})

test('profiles are read from the environment as JSON or YAML, and from the file as a mapping', () => {
  const json = '{"port_scan": {"risk_score": 90, "severity": "critical", "category": "network"}}'
  const yaml = 'path_probing:\n  risk_score: 55\n  severity: low\n  category: request\n'
  const text = `version: 1\nANOMALY_RULE_PROFILES:\n  mine: { risk_score: 10, severity: low, category: business }\n`
  expect(read(text, { ANOMALY_RULE_PROFILES: json }).config.rule_profiles).toEqual({
    mine: { risk_score: 10, severity: 'low', category: 'business' },
    port_scan: { risk_score: 90, severity: 'critical', category: 'network' },
  })
  expect(read('version: 1\n', { ANOMALY_RULE_PROFILES: yaml }).config.rule_profiles).toEqual({
    path_probing: { risk_score: 55, severity: 'low', category: 'request' },
  })
})

test.each([
  ['/a/,/b/', ['/a/', '/b/']],
  [' /a/ ', ['/a/']],
  ['["/a/", "/b,c/"]', ['/a/', '/b,c/']],
  ['[]', []],
])('prefixes %j are a list', (value, expected) => {
  expect(read('version: 1', { ANOMALY_SENSITIVE_PREFIXES: value }).config.requests.sensitive_prefixes).toEqual(expected)
})

test.each([
  ['1', true],
  ['True', true],
  ['off', false],
  ['no', false],
])('a switch may be set as %j', (value, expected) => {
  expect(read('version: 1', { ANOMALY_TRUST_X_FORWARDED_FOR: value }).config.requests.trust_x_forwarded_for).toBe(expected)
})

test('an empty variable is one that is not set, and names that are none of ours are left alone', () => {
  const { overrides } = read('version: 1', { ANOMALY_API_VERSION: ' ', ANOMALY_UNHEARD_OF: 'x', PATH: '/bin' })
  expect(overrides).toEqual([])
})

test('every bad value is told at once, with the variable or with file, line and column', () => {
  const text = `version: 1
detectors:
  port-scan: { nonsense: 1 }
  nobody: { window: 1 }
rule_profiles:
  port_scan: { risk_score: 50.0, severity: high, category: network }
ANOMALY_TRUST_X_FORWARDED_FOR: perhaps
`
  const environment = {
    ANOMALY_PROBE_PREFIXES: '["/a/", 7]',
    ANOMALY_RULE_PROFILES: '{"x": {"risk_score": true,\n "severity": "urgent", "category": "request"}}',
  }
  expect(problemsOf(parseConfig(text, environment))).toEqual([
    'vedette.yml:3:16: detectors.port-scan.nonsense: is no parameter of this detector',
    'vedette.yml:4:3: detectors.nobody: there is no detector "nobody"',
    'vedette.yml:6:16: rule_profiles.port_scan.risk_score: must be a whole number from 0 to 100, written without a fraction',
    expect.stringMatching(/^vedette\.yml:7:1: ANOMALY_TRUST_X_FORWARDED_FOR: .*boolean/),
    expect.stringMatching(/^ANOMALY_RULE_PROFILES:1:\d+: x\.risk_score: must be a whole number/),
    expect.stringMatching(/^ANOMALY_RULE_PROFILES:2:\d+: x\.severity: must be one of/),
    expect.stringMatching(/^ANOMALY_PROBE_PREFIXES:1:1: 1: .*string/),
  ])
})

test('what the schema refuses hides nothing else that is wrong', () => {
  const text = `version: 1
colour: blue
sources:
  - { id: a, type: syslog-udp, port: 1 }
  - { id: a, type: syslog-udp, port: 2 }
  - { id: a, type: syslog-udp, port: 3 }
models: { sets: { hosts: { features: [port] } } }
datasets: { excluded: ["(", 5] }
detectors: { port-scan: { window: .nan } }
`
  const problems = problemsOf(parseConfig(text)).map((problem) => problem.replace(/^vedette\.yml:(\d+:\d+: [^:]+):.*/, '$1'))
  expect(problems).toEqual([
    '2:1: colour',
    '5:7: sources.1.id',
    '6:7: sources.2.id',
    '7:39: models.sets.hosts.features.0',
    '8:24: datasets.excluded.0',
    '8:29: datasets.excluded.1',
    '9:27: detectors.port-scan.window',
  ])
})

test.each([
  ['[a-z]+_old,dq_.*', ['[a-z]+_old', 'dq_.*']],
  ['[ab]_x', ['[ab]_x']],
  ['anomalies_.*, dq_.*,', ['anomalies_.*', 'dq_.*']],
  ['["a{1,2}", "b"]', ['a{1,2}', 'b']],
])('datasets to leave alone may be written %s', (value, excluded) => {
  expect(read('version: 1', { EXCLUDED_DATASETS: value }).config.datasets.excluded).toEqual(excluded)
})

test.each([
  ['.05', 0.05],
  ['5e-2', 0.05],
  [' 0.05 ', 0.05],
])('a number of the environment may be written %s', (value, threshold) => {
  expect(read('version: 1', { ANOMALY_THRESHOLD: value }).config.datasets.threshold).toBe(threshold)
})

test('a home network that is none is told what one looks like', () => {
  const problems = problemsOf(parseConfig('version: 1\nenrichers: { home_networks: [10.0.0.0/8, office] }\n', {}))
  expect(problems.join('\n')).toContain('not a network in CIDR notation, such as 10.0.0.0/8')
})
