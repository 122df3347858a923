import { Check, Minus } from 'lucide-react'
import type { EventDetail } from '../../../app/contract/events.ts'
import type { Reason } from '../../../app/model/observation.ts'
import { KeyValue, KeyValueRow } from '../../components/key-value.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { showTurns } from '../../format-plain.ts'
import { formatName } from '../../format.ts'
import { Value } from '../../values/value-menu.tsx'
import { DecisionView } from './decision-view.tsx'
import { writeMeasure } from './reasons.ts'
import { RequestFacts } from './request-facts.tsx'
import layout from '../../components/layout.module.css'
import styles from './event.module.css'

/** Why it fired: the sentence, each number against what it had to reach, what was decided, and the rule behind it. */
export function WhyTab({ detail: { event, profile } }: { detail: EventDetail }) {
  const related = Object.entries(event.metadata).filter(([, value]) => value !== null && value !== '')
  return (
    <div className={layout.tab}>
      <p className={styles.explanation}>{showTurns(event.explanation)}</p>
      {event.reasons.length > 0 && (
        <table className={styles.reasons}>
          <caption className={styles.heading}>Conditions</caption>
          <thead>
            <tr>
              <th scope="col">Measured</th>
              <th scope="col" className={styles.number}>
                Was
              </th>
              <th scope="col" className={styles.number}>
                Limit
              </th>
              <th scope="col">Held</th>
            </tr>
          </thead>
          <tbody>
            {event.reasons.map((reason, index) => (
              <ReasonRow key={index} reason={reason} />
            ))}
          </tbody>
        </table>
      )}
      <DecisionView decision={event.decision} explanation={event.explanation} told={event.detector === 'application'} />
      {event.application !== undefined && <RequestFacts application={event.application} />}
      <section aria-label="Rule">
        <h3 className={styles.heading}>Rule</h3>
        <KeyValue>
          <KeyValueRow name="Name">
            <a href={`#/rules?rule=${encodeURIComponent(profile.anomaly_type)}`}>{profile.title}</a>{' '}
            <code className={styles.faint}>{profile.anomaly_type}</code>
          </KeyValueRow>
          <KeyValueRow name="Looks for">{profile.description}</KeyValueRow>
          <KeyValueRow name="Severity">
            <SeverityBadge severity={profile.severity} />
          </KeyValueRow>
          <KeyValueRow name="Category">{formatName(event.category)}</KeyValueRow>
          <KeyValueRow name="Detector">
            <code>{event.detector}</code>, score {event.score.toFixed(2)}
          </KeyValueRow>
          {event.techniques.map((technique) => (
            <KeyValueRow key={technique.id} name="ATT&CK">
              <code>{technique.id}</code> {technique.name} <span className={styles.faint}>({technique.version})</span>
            </KeyValueRow>
          ))}
        </KeyValue>
      </section>
      {related.length > 0 && (
        <section aria-label="Related">
          <h3 className={styles.heading}>Related</h3>
          <KeyValue>
            {related.map(([name, value]) => (
              <KeyValueRow key={name} name={name.includes('.') ? <code>{name}</code> : formatName(name)}>
                <Related name={name} value={value} />
              </KeyValueRow>
            ))}
          </KeyValue>
        </section>
      )}
    </div>
  )
}

function ReasonRow({ reason }: { reason: Reason }) {
  return (
    <tr>
      <th scope="row">
        {reason.label}
        {reason.name !== undefined && <code className={styles.parameter}>{reason.name}</code>}
      </th>
      <td className={typeof reason.value === 'string' ? styles.words : styles.number}>{writeMeasure(reason.value, reason.unit)}</td>
      <td className={styles.number}>{reason.threshold === undefined ? '' : writeMeasure(reason.threshold, reason.unit)}</td>
      <td>
        {reason.met ? (
          <span className={styles.met}>
            <Check aria-hidden /> met
          </span>
        ) : (
          <span className={styles.unmet}>
            <Minus aria-hidden /> not met
          </span>
        )}
      </td>
    </tr>
  )
}

/** Values of one name may be many: each has its own menu. A dotted name is a field of records, anything else an entity. */
function Related({ name, value }: { name: string; value: unknown }) {
  const values = Array.isArray(value) ? value : [value]
  const simple = values.filter((one): one is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof one))
  if (simple.length < values.length) return <code>{JSON.stringify(value)}</code>
  return (
    <span className={styles.related}>
      {simple.map((one, index) => (
        <Value key={index} field={name.includes('.') ? name : 'entity'} value={one} />
      ))}
    </span>
  )
}
