import { CircleCheck, CirclePause, LoaderCircle, OctagonAlert } from 'lucide-react'
import type { SourceState } from '../../../app/model/source.ts'
import { Badge } from '../../components/badge.tsx'

/** How a source fares, as icon and word. */
export function SourceStateBadge({ state }: { state: SourceState }) {
  switch (state.kind) {
    case 'listening':
      return (
        <Badge tone="healthy" icon={<CircleCheck aria-hidden />}>
          Listening
        </Badge>
      )
    case 'paused':
      return <Badge icon={<CirclePause aria-hidden />}>Paused</Badge>
    case 'starting':
      return (
        <Badge tone="info" icon={<LoaderCircle aria-hidden />}>
          Starting
        </Badge>
      )
    case 'failed':
      return (
        <Badge tone="danger" icon={<OctagonAlert aria-hidden />}>
          Failed
        </Badge>
      )
  }
}
