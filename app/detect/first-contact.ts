import type { Detector, DetectorInstance, Emit, Parameters } from './detector.ts'
import type { FieldValue, Fields } from '../model/fields.ts'
import type { Entity, Observation } from '../model/observation.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { readContact } from './support/contact.ts'
import { DomainTable, type DomainTableState } from './support/domain-table.ts'
import { firstContactTypes, type FirstContactType } from './support/first-contact-types.ts'
import { addHabit, makeHabits, reviveHabits, saveHabits, watch, weighHabits, type Habits, type SavedHabits } from './support/habits.ts'
import { readLogin } from './support/login.ts'
import { Prevalence } from './support/prevalence.ts'
import { icmpEcho, nameService, portOf } from './support/service.ts'
import { copyState } from './support/state.ts'
import { countOf, formatDuration } from './support/wording.ts'

/** In values remembered. */
const capacity = 400_000
const day = 86_400_000

/** Something an entity was never seen with before. */
interface News {
  anomaly_type: FirstContactType
  /** What is new, and in words. */
  value: FieldValue
  named: string
  /** How many of its kind were known. */
  known: number
}

class FirstContact implements DetectorInstance {
  private readonly habits = new DomainTable<string, Habits>(capacity, weighHabits)
  private readonly prevalence = new Prevalence()
  private learning = 0
  private records = 0
  private logins = 0
  private rareHosts = 0

  constructor(parameters: Parameters) {
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.learning = parameters['learning_days']! * day
    this.records = parameters['learning_records']!
    this.logins = parameters['learning_logins']!
    this.rareHosts = parameters['rare_hosts']!
  }

  observe(record: TelemetryRecord, emit: Emit): void {
    if (record.fields['event.category'] === 'authentication') this.takeLogin(record, emit)
    else this.takeContact(record, emit)
  }

  tick(): void {}

  drain(): void {}

  snapshot(): unknown {
    return copyState({ habits: this.habits.snapshot(saveHabits), prevalence: this.prevalence.snapshot() })
  }

  restore(state: unknown): void {
    const saved = state as { habits: DomainTableState<string, SavedHabits>; prevalence: unknown }
    this.habits.restore(saved.habits, reviveHabits)
    this.prevalence.restore(saved.prevalence)
  }

  stats(): { entities: number; evicted: number } {
    return { entities: this.habits.size, evicted: this.habits.evicted }
  }

  private takeLogin(record: TelemetryRecord, emit: Emit): void {
    const country = record.fields['source.geo.country_iso_code']
    if (country === undefined) return
    const login = readLogin(record)
    if (login === undefined || !login.succeeded || login.user === '') return
    const habits = this.find(login.host, `user ${login.user}`, record.time)
    if (!this.isNew(habits.countries, country)) return
    if (habits.records < this.logins || habits.watched < this.learning) return
    const entity: Entity = { kind: 'user', value: `${login.user}@${login.host}` }
    const news: News = { anomaly_type: 'first_contact_country', value: country, named: country, known: habits.countries.size - 1 }
    emit({
      ...this.describe(entity, news, habits, 'logged in from', this.logins, record),
      score: 0.9,
      metadata: { 'source.geo.country_iso_code': country, 'source.ip': record.fields['source.ip'] ?? '', 'user.name': login.user },
    })
  }

  private takeContact(record: TelemetryRecord, emit: Emit): void {
    const contact = readContact(record)
    // What was refused is a scan's business; what came in is its sender's choice, not the host's.
    if (contact.kind !== 'attempt' || contact.outcome === 'failure') return
    const isOutbound = contact.direction === 'outbound'
    if (!isOutbound && contact.direction !== 'internal') return
    const { fields } = record
    const { source, service } = contact
    const habits = this.find(contact.domain, source, record.time)
    if (isOutbound) {
      const country = fields['destination.geo.country_iso_code']
      if (country !== undefined && this.isNew(habits.countries, country)) {
        const news: News = { anomaly_type: 'first_contact_country', value: country, named: country, known: habits.countries.size - 1 }
        this.judge(source, news, habits, record, emit)
      }
      const network = fields['destination.as.number']
      if (network !== undefined && this.isNew(habits.networks, network)) {
        const named = nameNetwork(network, fields)
        this.judge(
          source,
          { anomaly_type: 'first_contact_asn', value: network, named, known: habits.networks.size - 1 },
          habits,
          record,
          emit,
        )
      }
    }
    if (isNamed(service, fields) && this.isNew(habits.services, service)) {
      const named = nameService(service)
      const news: News = { anomaly_type: 'first_contact_service', value: named, named, known: habits.services.size - 1 }
      this.judge(source, news, habits, record, emit)
    }
  }

  private find(domain: string, key: string, time: number): Habits {
    let habits = this.habits.get(domain, key)
    if (habits === undefined) {
      habits = makeHabits(time)
      this.habits.add(domain, key, habits)
    }
    watch(habits, time)
    return habits
  }

  private isNew<Value>(known: Set<Value>, value: Value): boolean {
    if (!addHabit(known, value)) return false
    this.habits.charge(1)
    return true
  }

  private judge(source: string, news: News, habits: Habits, record: TelemetryRecord, emit: Emit): void {
    const hosts = this.prevalence.see(`${news.anomaly_type} ${news.value}`, source)
    if (hosts > this.rareHosts || habits.records < this.records || habits.watched < this.learning) return
    const verb = news.anomaly_type === 'first_contact_service' ? 'used' : 'connected to'
    const described = this.describe({ kind: 'ip', value: source }, news, habits, verb, this.records, record)
    emit({
      ...described,
      score: 0.5,
      explanation: `${described.explanation}; ${countOf(hosts - 1, 'other host')} of ours did before`,
      reasons: [
        ...described.reasons,
        {
          label: 'hosts of ours that contacted it',
          value: hosts,
          threshold: this.rareHosts,
          name: 'parameters.rare_hosts',
          unit: 'count',
          met: true,
        },
      ],
      metadata: {
        [nouns[news.anomaly_type][0]]: news.value,
        'destination.ip': record.fields['destination.ip'] ?? '',
        'destination.port': record.fields['destination.port'] ?? 0,
      },
    })
  }

  /** One event a day for an entity and type, however many things are new to it. */
  private describe(
    entity: Entity,
    { anomaly_type, value, named, known }: News,
    { watched, records }: Habits,
    verb: string,
    least: number,
    { time, seq, source }: TelemetryRecord,
  ): Omit<Observation, 'score' | 'metadata'> {
    const [noun, plural] = nouns[anomaly_type]
    return {
      detector: 'first-contact',
      anomaly_type,
      entity,
      source,
      episode: String(Math.floor(time / day)),
      first_seen: time,
      last_seen: time,
      count: 1,
      explanation:
        `${entity.value} ${verb} ${named} for the first time in ${formatDuration(watched)} and ${countOf(records, 'record')}, ` +
        `${countOf(known, noun, plural)} known before`,
      reasons: [
        { label: `new ${noun}`, value, met: true },
        {
          label: 'time its habits were learned',
          value: Math.round(watched / 1000),
          threshold: this.learning / 1000,
          name: 'parameters.learning_days',
          unit: 'seconds',
          met: true,
        },
        { label: 'records its habits were learned from', value: records, threshold: least, unit: 'count', met: true },
      ],
      evidence: [seq],
    }
  }
}

const nouns: Record<FirstContactType, readonly [string, string]> = {
  first_contact_country: ['country', 'countries'],
  first_contact_asn: ['network', 'networks'],
  first_contact_service: ['service', 'services'],
}

/** Well-known ports and those IANA gave a name: what runs on others is one program's choice of the day. */
function isNamed(service: number, fields: Fields): boolean {
  return service < icmpEcho && (portOf(service) < 1024 || fields['network.application'] !== undefined) && portOf(service) !== 0
}

function nameNetwork(number: number, fields: Fields): string {
  const organization = fields['destination.as.organization.name']
  return organization === undefined ? `AS${number}` : `AS${number} (${organization.slice(0, 64)})`
}

export const firstContact: Detector = {
  name: 'first-contact',
  family: 'FIRST_CONTACT',
  categories: ['authentication', 'network'],
  title: 'First contact',
  description:
    'Learns which countries, networks (autonomous systems) and services each host contacts, and which countries each user logs in from, and ' +
    'reports the first departure after a learning time by the host’s own clock. What several hosts of ours contacted before is no news.',
  anomaly_types: firstContactTypes,
  parameters: [
    {
      name: 'learning_days',
      description: 'How long a host or user is watched before anything is new to it; a pause counts 12 hours at most',
      unit: 'days',
      default: 3,
      minimum: 0.04,
      maximum: 90,
    },
    {
      name: 'learning_records',
      description: 'Contacts of a host before anything is new to it',
      unit: 'count',
      default: 200,
      minimum: 10,
      maximum: 1_000_000,
    },
    {
      name: 'learning_logins',
      description: 'Logins of a user before a country is new to them',
      unit: 'count',
      default: 5,
      minimum: 2,
      maximum: 1000,
    },
    {
      name: 'rare_hosts',
      description: 'Hosts of ours, this one included, that may have contacted what is still called new',
      unit: 'count',
      default: 2,
      minimum: 1,
      maximum: 31,
    },
  ],
  create: (parameters) => new FirstContact(parameters),
}
