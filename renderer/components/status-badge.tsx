import { CircleCheck, CircleDashed, CircleDot, Eye } from 'lucide-react'
import type { Status, Verdict } from '../../app/model/event.ts'
import { Badge, type Tone } from './badge.tsx'

export const statusLabels: Record<Status, string> = {
  new: 'New',
  acknowledged: 'Acknowledged',
  in_progress: 'In progress',
  resolved: 'Resolved',
}
export const verdictLabels: Record<Verdict, string> = {
  true_positive: 'True positive',
  benign: 'Benign (expected)',
  false_positive_logic: 'False positive (logic)',
  false_positive_data: 'False positive (data)',
  duplicate: 'Duplicate',
  test: 'Test',
  insufficient_data: 'Insufficient data',
}

const looks: Record<Status, { tone: Tone; icon: typeof Eye }> = {
  new: { tone: 'accent', icon: CircleDashed },
  acknowledged: { tone: 'neutral', icon: Eye },
  in_progress: { tone: 'info', icon: CircleDot },
  resolved: { tone: 'healthy', icon: CircleCheck },
}

/** The status, and once resolved its verdict. */
export function StatusBadge({ status, verdict }: { status: Status; verdict?: Verdict | undefined }) {
  const { tone, icon: Icon } = looks[status]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {status === 'resolved' && verdict !== undefined ? verdictLabels[verdict] : statusLabels[status]}
    </Badge>
  )
}
