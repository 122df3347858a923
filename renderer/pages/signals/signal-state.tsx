import { CircleCheck, CircleDashed, CirclePause, CircleX, GraduationCap, History, type LucideIcon } from 'lucide-react'
import { Badge, type Tone } from '../../components/badge.tsx'
import { stateOf, stateWords, type SignalRow, type SignalState } from './signal-rows.ts'

const looks: Record<SignalState['kind'], { tone: Tone; icon: LucideIcon }> = {
  off: { tone: 'neutral', icon: CirclePause },
  warming: { tone: 'info', icon: History },
  waiting: { tone: 'neutral', icon: CircleDashed },
  learning: { tone: 'info', icon: GraduationCap },
  running: { tone: 'healthy', icon: CircleCheck },
  failed: { tone: 'danger', icon: CircleX },
}

export function SignalStateBadge({ row }: { row: Pick<SignalRow, 'enabled' | 'view'> }) {
  const state = stateOf(row)
  const { tone, icon: Icon } = looks[state.kind]
  return (
    <span title={state.kind === 'failed' ? state.message : stateWords[state.kind]}>
      <Badge tone={tone} icon={<Icon aria-hidden />}>
        {state.label}
      </Badge>
    </span>
  )
}
