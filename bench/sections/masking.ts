import { existsSync, readFileSync } from 'node:fs'
import { createTextMasker } from '../../app/decide/masking/mask-text.ts'
import { defaultMasker, defaultRules } from '../../app/decide/masking/masker.ts'
import { report, skip, title } from '../support/report.ts'
import { makeLines } from '../support/syslog-lines.ts'

/** Log lines of many programs (web servers, firewalls, load balancers, …); read in place, absent from a clone elsewhere. */
const samples = '../shared/fixtures/patterns-core/vectors-ecs.json'
const rounds = 5

/** What is written first when secrets are to go from text: one expression a pattern, one after the other. */
const expressions: readonly [RegExp, string][] = [
  [/(authorization["']?\s*[:=]\s*["']?(?:\w+ )?)[^\s"',;]+/gi, '$1***'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '***'],
  [/(secret_?access_?key["']?\s*[:=]\s*["']?)[A-Za-z0-9/+=]{40}/gi, '$1***'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}/g, '***'],
  [/(-----BEGIN [A-Z ]*PRIVATE KEY-----)[^]*?(-----END|$)/g, '$1***$2'],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g, '***'],
  [/\b(?:\d[ -]?){13,19}\b/g, '***'],
  [/((?:password|passwd|pwd|secret|token|api[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi, '$1***'],
  [/(:\/\/[^/\s:@]*:)[^/\s@]+@/g, '$1***@'],
]

/** Text masking alone, in this process and on one core, on lines as they come. */
export function benchMasking(options: { megabytes: number }): Promise<void> {
  const office = makeLines(20_000, Date.UTC(2026, 10, 20, 9))
  measureText('Masking: an office’s syslog', office, options.megabytes)
  if (existsSync(samples)) {
    const vectors = JSON.parse(readFileSync(samples, 'utf8')) as { input: unknown }[]
    const lines = vectors.flatMap(({ input }) => (typeof input === 'string' ? [input] : []))
    measureText('Masking: log lines of many programs', lines, options.megabytes)
  } else skip('log lines of many programs', `${samples} is not here`)
  const secret = (every: number) => office.map((line, n) => (n % every === 0 ? `${line} user=bob password=hunter${n} x=1` : line))
  measureText('Masking: a password in every hundredth line', secret(100), options.megabytes)
  measureText('Masking: a password in every line', secret(1), options.megabytes)
  measureMetadata()
  return Promise.resolve()
}

function measureText(name: string, lines: readonly string[], megabytes: number): void {
  const messages = lines.map((line) => Buffer.from(line))
  const bytes = messages.reduce((sum, { length }) => sum + length, 0)
  const times = Math.max(1, Math.round((megabytes * 1e6) / bytes))
  const masker = createTextMasker(defaultRules)
  let changed = 0
  const run = (mask: (message: Buffer) => unknown) =>
    best(() => {
      changed = 0
      for (let time = 0; time < times; time += 1) for (const message of messages) if (mask(message) !== message) changed += 1
    })
  title(`${name} (${lines.length} lines, ${Math.round(bytes / lines.length)} bytes each)`)
  const plain = run((message) => maskPlainly(message))
  const baseline = { name: 'a plain loop of regular expressions', value: (bytes * times) / plain / 1e6 }
  report({ ...baseline, unit: 'MB/s' })
  const seconds = run((message) => masker.mask(message))
  report({ name: 'masked', value: (bytes * times) / seconds / 1e6, unit: 'MB/s', baseline })
  report({
    name: 'a line',
    value: (seconds * 1e6) / (lines.length * times),
    unit: 'µs',
    note: `${Math.round(changed / times)} lines changed`,
  })
}

function maskPlainly(message: Buffer): Buffer {
  const text = message.toString('utf8')
  const masked = expressions.reduce((rest, [expression, replacement]) => rest.replace(expression, replacement), text)
  return masked === text ? message : Buffer.from(masked)
}

/** What every event and every answer of the API goes through. */
function measureMetadata(): void {
  const count = 100_000
  const metadata = {
    ports: [22, 80, 443],
    user: 'alice',
    note: 'tried 20 times',
    body: '{"password":"x","a":[1,2]}',
    headers: { cookie: 'a=b' },
  }
  const seconds = best(() => {
    for (let n = 0; n < count; n += 1) defaultMasker.metadata(metadata)
  })
  title('Masking: what an event keeps')
  report({ name: 'metadata of five fields, one of them JSON', value: count / seconds, unit: 'per second' })
}

/** Seconds of the best of a few rounds: the machine has other work. */
function best(run: () => void): number {
  let least = Infinity
  for (let round = 0; round < rounds; round += 1) {
    const begin = performance.now()
    run()
    least = Math.min(least, (performance.now() - begin) / 1000)
  }
  return least
}
