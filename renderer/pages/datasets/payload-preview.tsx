import { useEffect, useState } from 'react'
import type { DatasetSummary } from '../../../app/model/dataset.ts'
import { Copyable } from '../../components/copyable.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Select } from '../../components/select.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Switch } from '../../components/switch.tsx'
import { formatBytes } from '../../format.ts'
import { useRequest } from '../../state/use-request.ts'
import { readKey, writeKey } from './dataset-address.ts'
import styles from './datasets.module.css'

/** Exactly what would be sent about the newest answer of a dataset. Nothing is sent by looking at it. */
export function PayloadPreview({ datasets, onShown }: { datasets: readonly DatasetSummary[]; onShown: () => void }) {
  const withRuns = datasets.filter(({ runs }) => runs > 0)
  const [chosen, setChosen] = useState<string>()
  const [spaced, setSpaced] = useState(true)
  const options = withRuns.map((one) => ({ id: writeKey(one), label: `${one.name} for ${one.role}` }))
  const selected = options.find(({ id }) => id === chosen)?.id ?? options[0]?.id
  const [loaded, again] = useRequest('datasets.preview', readKey(selected))
  const preview = loaded.output
  const there = preview !== undefined
  useEffect(() => {
    if (there) onShown()
  }, [there, onShown])
  if (selected === undefined)
    return <p className={styles.muted}>No dataset has an answer yet. What would be sent is shown here as soon as one has.</p>
  return (
    <section aria-label="What would be sent" className={styles.section}>
      <h3 className={styles.heading}>What would be sent</h3>
      <div className={styles.buttons}>
        <Select aria-label="About" size="small" options={options} selected={selected} onSelect={setChosen} />
        <Switch isSelected={spaced} onChange={setSpaced}>
          Laid out for reading
        </Switch>
      </div>
      {preview === undefined && loaded.kind === 'failed' && (
        <ErrorState title="It could not be made" error={loaded.error} onRetry={again} />
      )}
      {preview === undefined && loaded.kind === 'loading' && <Skeleton lines={4} label="Loading what would be sent" />}
      {preview !== undefined && (
        <>
          <Copyable text={preview.url} label="Copy the address" />
          <pre className={styles.payload} tabIndex={0} aria-label="The body of the request">
            {spaced ? layOut(preview.body) : preview.body}
          </pre>
          <p className={styles.faint}>
            {formatBytes(preview.bytes)}
            {spaced ? ', laid out in lines; switch that off to see it to the byte' : ', to the byte'}. The key travels in a header.
          </p>
        </>
      )}
    </section>
  )
}

/** Laid out in lines: the instructions as they are written, the quoted telemetry as the JSON that it is. */
function layOut(body: string): string {
  const texts: string[] = []
  const hold = (_name: string, value: unknown) => (typeof value === 'string' && value.includes('\n') ? `@${texts.push(value) - 1}@` : value)
  try {
    const frame = JSON.stringify(JSON.parse(body), hold, 2)
    return frame.replace(/"@(\d+)@"/g, (held, at: string) => texts[Number(at)]?.split('\n').map(layOutLine).join('\n') ?? held)
  } catch {
    return body
  }
}

function layOutLine(line: string): string {
  if (!line.startsWith('{')) return line
  try {
    return JSON.stringify(JSON.parse(line), null, 2)
  } catch {
    return line
  }
}
