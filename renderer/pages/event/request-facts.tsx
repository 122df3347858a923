import type { ApplicationFacts } from '../../../app/model/observation.ts'
import { KeyValue, KeyValueRow } from '../../components/key-value.tsx'
import { Value } from '../../values/value-menu.tsx'
import styles from './event.module.css'

/** Facts with the record's field of the same meaning, so that each has its menu. */
const facts: readonly { key: Exclude<keyof ApplicationFacts, 'masked_payload'>; title: string; field: string }[] = [
  { key: 'user_id', title: 'User', field: 'user.id' },
  { key: 'tenant_id', title: 'Tenant', field: 'organization.id' },
  { key: 'tenant_name', title: 'Tenant’s name', field: 'organization.name' },
  { key: 'method', title: 'Method', field: 'http.request.method' },
  { key: 'path', title: 'Path', field: 'url.path' },
  { key: 'status_code', title: 'Status', field: 'http.response.status_code' },
  { key: 'resource_type', title: 'Resource', field: 'vedette.request.resource_type' },
  { key: 'resource_id', title: 'Resource id', field: 'vedette.request.resource_id' },
  { key: 'ip_address', title: 'Address', field: 'client.ip' },
  { key: 'device_id', title: 'Device', field: 'device.id' },
  { key: 'request_id', title: 'Request id', field: 'http.request.id' },
  { key: 'user_agent', title: 'User agent', field: 'user_agent.original' },
]

/** The request behind an event: what an application told of it, or an access log. */
export function RequestFacts({ application }: { application: ApplicationFacts }) {
  const known = facts.flatMap(({ key, ...rest }) => {
    const value = application[key]
    return value === undefined || value === '' ? [] : [{ ...rest, value }]
  })
  const payload = application.masked_payload
  const hasPayload = payload !== undefined && Object.keys(payload).length > 0
  if (known.length === 0 && !hasPayload) return null
  return (
    <section aria-label="Request">
      <h3 className={styles.heading}>Request</h3>
      <KeyValue>
        {known.map(({ field, title, value }) => (
          <KeyValueRow key={field} name={title}>
            <Value field={field} value={value} />
          </KeyValueRow>
        ))}
      </KeyValue>
      {hasPayload && (
        <details className={styles.payload} open={JSON.stringify(payload).length < 400}>
          <summary>Payload, secrets masked</summary>
          <pre tabIndex={0} aria-label="Payload">
            {JSON.stringify(payload, undefined, 2)}
          </pre>
        </details>
      )}
    </section>
  )
}
