import type { AnomalyTypeDefinition } from '../../model/rule-profile.ts'
import { technique } from './attack.ts'

export type FirstContactType = 'first_contact_country' | 'first_contact_asn' | 'first_contact_service'

export const firstContactTypes: readonly AnomalyTypeDefinition[] = [
  {
    anomaly_type: 'first_contact_country',
    title: 'First contact with a country',
    description: 'A host connects to, or a user logs in from, a country never seen for it, after its habits were learned.',
    risk_score: 45,
    severity: 'medium',
    category: 'network',
    techniques: [technique('T1078', 'Valid Accounts'), technique('T1071', 'Application Layer Protocol')],
  },
  {
    anomaly_type: 'first_contact_asn',
    title: 'First contact with a network',
    description: 'A host connects to an autonomous system that neither it nor more than a few others of ours ever contacted.',
    risk_score: 25,
    severity: 'low',
    category: 'network',
    techniques: [technique('T1071', 'Application Layer Protocol')],
  },
  {
    anomaly_type: 'first_contact_service',
    title: 'First use of a service',
    description: 'A host uses a service that neither it nor more than a few others of ours ever used.',
    risk_score: 30,
    severity: 'low',
    category: 'network',
    techniques: [technique('T1021', 'Remote Services'), technique('T1571', 'Non-Standard Port')],
  },
]
