import type { Fields } from '../model/fields.ts'
import type { Detector } from './detector.ts'
import { requestParameters } from './support/request-parameters.ts'
import { RequestWatch, type RequestShape } from './support/request-watch.ts'
import { nameDistinct, sampleNames } from './support/request-wording.ts'
import { countOf } from './support/wording.ts'

/** What the request claims to be for, where it is not what it was served for: by id or by name, since headers carry either. */
function claimedOther(fields: Fields): string | undefined {
  const claimed = fields['vedette.request.claimed_tenant']
  if (claimed === undefined) return undefined
  const { 'organization.id': id, 'organization.name': name } = fields
  return (id === undefined && name === undefined) || claimed === id || claimed === name ? undefined : claimed
}

const shape: RequestShape = {
  detector: 'tenant-mismatch',
  anomaly_type: 'cross_tenant_access_attempt',
  counted: 'requests that name another tenant',
  matches: ({ fields }) => claimedOther(fields) !== undefined,
  label: ({ fields }) => (claimedOther(fields) ?? '').slice(0, 200),
  tell: (count, { labels, newest }) => {
    const own = newest.tenant_name ?? newest.tenant_id ?? ''
    return `named the tenant ${nameDistinct(labels)} in ${countOf(count, 'request')} served for ${own}`
  },
  metadata: ({ label, labels, newest }) => ({
    header_tenant: label,
    request_tenant: newest.tenant_id ?? newest.tenant_name ?? '',
    header_tenants: sampleNames(labels),
    suggested_status: 400,
  }),
}

export const tenantMismatch: Detector = {
  name: 'tenant-mismatch',
  family: 'CROSS_TENANT',
  categories: ['web'],
  title: 'Cross-tenant access attempt',
  description:
    'Compares the tenant that a request names in X-Tenant (else X-Tenant-Id) with the tenant the application served it for, by id and by ' +
    'name. Says nothing where the application tells no tenant. One actor’s attempts are one episode, whichever tenants they name.',
  anomaly_types: [
    {
      anomaly_type: 'cross_tenant_access_attempt',
      title: 'Cross-tenant access attempt',
      description: 'A request named a tenant other than the one it was served for.',
      risk_score: 50,
      severity: 'high',
      category: 'permission',
      techniques: [],
    },
  ],
  parameters: requestParameters('Requests that name another tenant', { threshold: 1, window: 300, quiet: 900 }),
  create: (parameters) => new RequestWatch(shape, parameters),
}
