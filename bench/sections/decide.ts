import { createHash } from 'node:crypto'
import { createDecision } from '../../app/decide/decision.ts'
import { evaluateFlag } from '../../app/decide/flag-evaluation.ts'
import { readFlag, readGates, type FlagReader } from '../../app/decide/flags.ts'
import { defaultProfiles, profileOf } from '../../app/decide/profiles.ts'
import { detectors } from '../../app/detect/index.ts'
import type { FlagSubject } from '../../app/model/flag.ts'
import type { Observation } from '../../app/model/observation.ts'
import { PreviewFolding } from '../../app/pipeline/preview-folding.ts'
import { report, title } from '../support/report.ts'

const profiles = defaultProfiles(detectors)
const types = [...profiles.keys()]
const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** On for half of the users: the dearest kind of flag. */
const targeting = { rollout: 50, staff_only: false, users: [], entities: [], tenants: [], sources: [] }
const flags: FlagReader = {
  read: (name, subject) => evaluateFlag(name, { enabled: true, targeting }, subject, { fallback: false, md5 }).enabled,
}

/** What applications and detectors ask of the decide room, in this process and on one core. */
export function benchDecide(options: { count: number }): Promise<void> {
  title(`Decisions, ${options.count.toLocaleString('en')} of each`)
  const bare = measure(options.count, (n) => JSON.parse(JSON.stringify(metadataOf(n))))
  const baseline = { name: 'bare copies of the metadata as JSON', value: bare }
  report({ ...baseline, unit: 'per second' })
  report({ name: 'evaluate: type and metadata → decision', value: measure(options.count, evaluate), unit: 'per second', baseline })
  // Events are held in memory, as a preview holds them: the database has figures of its own (`store`).
  const folding = () => new PreviewFolding([...profiles.values()], sha256)
  const [held, fresh] = [folding(), folding()]
  const few = (n: number) => held.take(observe(n, n % 500))
  report({ name: 'observation → event that is there already', value: measure(options.count, few), unit: 'per second', baseline })
  const many = (n: number) => fresh.take(observe(n, n))
  report({ name: 'observation → event of its own', value: measure(options.count, many), unit: 'per second', baseline })
  return Promise.resolve()
}

function evaluate(n: number): unknown {
  const profile = profileOf(profiles, types[n % types.length]!)
  const subject: FlagSubject = { user: { id: String(n % 5000), is_staff: false } }
  const gates = readGates(profile.risk_score, (name, fallback) => readFlag(flags, { name, subject }, fallback))
  return createDecision({ metadata: metadataOf(n), internal_message: 'total differs from the sum of its lines' }, profile, gates)
}

/** What an application says of an invoice. */
function metadataOf(n: number): Record<string, unknown> {
  return {
    invoice: {
      id: n,
      total: 120.5,
      paid: 80,
      lines: [
        { sku: 'A-1', quantity: 2 },
        { sku: 'B-7', quantity: 1 },
      ],
    },
    endpoint: '/api/v1/invoices/pay',
    authorization: 'Bearer abcdefghijklmnop',
    note: 'the customer paid by card and asked for shipping to the old address',
  }
}

function observe(n: number, entity: number): Observation {
  return {
    detector: 'brute-force',
    anomaly_type: 'authentication_brute_force',
    entity: { kind: 'ip', value: `203.0.${entity >> 8}.${entity & 255}` },
    episode: '1',
    score: 0.5,
    first_seen: n,
    last_seen: n,
    count: 1,
    explanation: `203.0.${entity >> 8}.${entity & 255} failed ${n} logins on web-1 in 58 s (limit 10 in 5 min)`,
    reasons: [{ label: 'failed logins in 5 min', value: n, threshold: 10, name: 'parameters.failures', met: true }],
    evidence: [n],
    metadata: { users: ['root', 'admin'], hosts: ['web-1'] },
  }
}

function measure(count: number, step: (n: number) => unknown): number {
  for (let n = 0; n < count / 10; n += 1) step(n)
  const started = performance.now()
  for (let n = 0; n < count; n += 1) step(n)
  return count / ((performance.now() - started) / 1000)
}
