import type { AnomalyTypeDefinition, Technique } from '../model/rule-profile.ts'
import { datasetTypes } from './dataset-types.ts'

/** A type that applications report; `family` names the flag that gates it. */
export interface ApplicationType extends AnomalyTypeDefinition {
  family: string
}

/** Enterprise ATT&CK v17 (April 2025), as everywhere in the package. Most of what follows is no technique of it. */
const technique = (id: string, name: string): Technique => ({ id, name, version: '17.1' })
const dataManipulation = technique('T1565.001', 'Data Manipulation: Stored Data Manipulation')

/** Ten types for applications, and those of datasets. Where a detector declares the type too, its declaration and its family hold. */
export const applicationTypes: readonly ApplicationType[] = [
  {
    anomaly_type: 'invoice_amount_paid_tampering',
    family: 'BUSINESS_TAMPERING',
    title: 'Invoice paid amount tampering',
    description: 'A request set what has been paid on an invoice to an amount that no payment accounts for.',
    risk_score: 90,
    severity: 'critical',
    category: 'business',
    techniques: [dataManipulation],
  },
  {
    anomaly_type: 'invalid_invoice_status_transition',
    family: 'BUSINESS_TAMPERING',
    title: 'Invalid invoice status transition',
    description: 'A request moved an invoice to a status that does not follow the one it had, such as from draft to paid.',
    risk_score: 80,
    severity: 'critical',
    category: 'business',
    techniques: [],
  },
  {
    anomaly_type: 'stock_underflow_attempt',
    family: 'BUSINESS_TAMPERING',
    title: 'More stock taken than there is',
    description: 'A request would have taken more of an article than is in stock.',
    risk_score: 75,
    severity: 'high',
    category: 'business',
    techniques: [],
  },
  {
    anomaly_type: 'invoice_total_mismatch',
    family: 'BUSINESS_TAMPERING',
    title: 'Invoice total mismatch',
    description: 'The total that a request gave for an invoice is not the sum of its lines.',
    risk_score: 70,
    severity: 'high',
    category: 'business',
    techniques: [dataManipulation],
  },
  {
    anomaly_type: 'duplicate_submission_pattern',
    family: 'BUSINESS_TAMPERING',
    title: 'Duplicate submission pattern',
    description: 'The same form or order was submitted several times, as by a replayed request.',
    risk_score: 45,
    severity: 'medium',
    category: 'request',
    techniques: [],
  },
  {
    anomaly_type: 'cross_tenant_access_attempt',
    family: 'CROSS_TENANT',
    title: 'Cross-tenant access attempt',
    description: 'A request named a tenant other than the one it was served for.',
    risk_score: 50,
    severity: 'high',
    category: 'permission',
    techniques: [],
  },
  {
    anomaly_type: 'path_probing',
    family: 'PERMISSION_PROBING',
    title: 'Path probing',
    description: 'One actor asked for many paths that only someone looking for a way in asks for.',
    risk_score: 60,
    severity: 'high',
    category: 'permission',
    techniques: [technique('T1595.003', 'Active Scanning: Wordlist Scanning')],
  },
  {
    anomaly_type: 'repeated_forbidden_access',
    family: 'PERMISSION_PROBING',
    title: 'Repeated forbidden access',
    description: 'One actor was refused (403) many times in a short while.',
    risk_score: 20,
    severity: 'medium',
    category: 'permission',
    techniques: [],
  },
  {
    anomaly_type: 'burst_sensitive_endpoint_access',
    family: 'BURST',
    title: 'Write burst on sensitive endpoints',
    description: 'One actor wrote to sensitive endpoints far faster than people do.',
    risk_score: 60,
    severity: 'high',
    category: 'request',
    techniques: [],
  },
  {
    anomaly_type: 'repeated_validation_failures',
    family: 'VALIDATION_FAILURES',
    title: 'Repeated validation failures',
    description: 'One actor sent many requests in a short while that were refused as invalid (400).',
    risk_score: 10,
    severity: 'low',
    category: 'request',
    techniques: [],
  },
  ...datasetTypes,
]
