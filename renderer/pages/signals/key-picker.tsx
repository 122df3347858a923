import { useEffect, useEffectEvent, useState } from 'react'
import { mostCounted } from '../../../app/model/stream.ts'
import { ComboBox } from '../../components/combo-box.tsx'
import { formatValue } from '../../components/signal-points.ts'
import { formatCount } from '../../format.ts'
import { useRequest } from '../../state/use-request.ts'

export interface KeyPickerProps {
  stream: string
  selected: string | undefined
  onSelect: (key: string) => void
  label?: string
  /** Takes the first signal when none is selected yet. */
  first?: boolean
}

const most = 200

/** One signal of a stream, by its key: those with anomalies first, found by any part of their name. */
export function KeyPicker({ stream, selected, onSelect, label, first }: KeyPickerProps) {
  const [typed, setTyped] = useState<string>()
  const text = typed?.trim() ?? ''
  const [loaded] = useRequest('signals.keys', { stream, limit: most, ...(text !== '' && text !== selected && { text }) })
  const keys = loaded.output?.keys ?? []
  const newest = keys[0]?.key
  const takesFirst = first === true && selected === undefined && newest !== undefined
  // Once, for the first list there is.
  const takeFirst = useEffectEvent(() => newest !== undefined && onSelect(newest))
  useEffect(() => {
    if (takesFirst) takeFirst()
  }, [takesFirst])
  const rest = (loaded.output?.total ?? 0) - keys.length
  return (
    <ComboBox
      {...(label === undefined ? { 'aria-label': 'Signal' } : { label })}
      searched
      monospace
      placeholder="Find a signal"
      text={typed ?? selected ?? ''}
      onText={setTyped}
      {...(selected !== undefined && typed === undefined && { selected })}
      onChoose={(key) => {
        setTyped(undefined)
        onSelect(key)
      }}
      options={keys.map(({ key, last, anomalies, points }) => ({
        id: key,
        label: key,
        description: [
          `last ${formatValue(last.value)}`,
          points > mostCounted ? `over ${formatCount(mostCounted)} values` : `${formatCount(points)} values`,
          ...(anomalies > 0 ? [`${formatCount(anomalies)} anomalous in 24 h`] : []),
        ].join(', '),
      }))}
      {...(rest > 0 && { description: `${formatCount(rest)} more: type to find them` })}
    />
  )
}
