import { CircleCheck, CircleDashed, CircleOff, Moon, OctagonAlert, Volume2, type LucideIcon } from 'lucide-react'
import { Badge, type Tone } from '../../components/badge.tsx'
import type { RuleHealth } from './rule-list.ts'

export const healthLooks: Record<RuleHealth, { title: string; tone: Tone; icon: LucideIcon; means: string }> = {
  healthy: { title: 'Healthy', tone: 'healthy', icon: CircleCheck, means: 'It fires, and its verdicts do not speak against it.' },
  untried: {
    title: 'Not fired yet',
    tone: 'neutral',
    icon: CircleDashed,
    means: 'It has not fired yet, and there are not 30 days of records.',
  },
  silent: { title: 'Silent', tone: 'neutral', icon: Moon, means: 'It has not fired for 30 days.' },
  noisy: { title: 'Noisy', tone: 'warning', icon: Volume2, means: 'Most of its verdicts are false.' },
  failing: { title: 'Failing', tone: 'danger', icon: OctagonAlert, means: 'Its detector failed on records; Health says on which.' },
  off: { title: 'Off', tone: 'neutral', icon: CircleOff, means: 'Its flag, or detection, is off.' },
}

export function RuleHealthBadge({ health }: { health: RuleHealth }) {
  const { title, tone, icon: Icon } = healthLooks[health]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {title}
    </Badge>
  )
}
