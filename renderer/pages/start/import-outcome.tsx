import { importSource } from '../../../app/model/source.ts'
import { streamSourceId } from '../../../app/model/stream.ts'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { Progress } from '../../components/progress.tsx'
import { formatMany } from '../../format.ts'
import { cancelImport, forgetImport, useImport } from '../../state/imports.ts'
import { goTo } from '../../state/route.ts'
import styles from './start.module.css'

/** How the newest import goes, and how it ended: of values for a stream, or of logs and captures where none is named. */
export function ImportOutcome({ stream }: { stream?: string }) {
  const current = useImport((state) => state.current)
  if (current.kind === 'none' || current.stream !== stream) return null
  const source = stream === undefined ? importSource : streamSourceId(stream)
  const close = (
    <Button size="small" onPress={forgetImport}>
      Close
    </Button>
  )
  if (current.kind === 'refused') return <Notice tone="danger" title="Not imported." children={current.message} actions={close} />
  const { id, state, fraction, records, message } = current
  switch (state) {
    case 'running':
      return (
        <div className={styles.progress}>
          <Progress label="Import" fraction={fraction} />
          <div className={styles.row}>
            <span className={styles.grow}>{formatMany(records, 'record')} so far</span>
            <Button size="small" onPress={() => void cancelImport(id)}>
              Cancel
            </Button>
          </div>
        </div>
      )
    case 'done':
      return (
        <Notice
          tone={message === undefined ? 'success' : 'warning'}
          title={`Imported ${formatMany(records, 'record')}.`}
          actions={
            <Button size="small" onPress={() => goTo('live', { q: `source:${source}`, range: 'all' })}>
              Show them
            </Button>
          }
        >
          {message}
        </Notice>
      )
    case 'cancelled':
      return <Notice tone="warning" title="Cancelled." children={`${formatMany(records, 'record')} came in and stay.`} actions={close} />
    case 'failed':
      return <Notice tone="danger" title="The import failed." children={message} actions={close} />
  }
}
