import { ArrowUp, FileInput, Pause, Play } from 'lucide-react'
import { useRef, useState } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import type { DataTableHandle } from '../../components/data-table.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Faint, ToolbarGap } from '../../components/list-page.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { rangeToText, type TimeRange } from '../../components/time-range.ts'
import { formatCount, formatShort } from '../../format.ts'
import { useCommand } from '../../keys/use-command.ts'
import { useParameter } from '../../query/view.ts'
import { useGone } from '../../state/connection.ts'
import { useHealth } from '../../state/health.ts'
import { useKeysOf } from '../event/use-keys-of.ts'
import { usePointing } from '../queue/use-pointing.ts'
import { ImportWay } from '../start/import-way.tsx'
import { LiveLayout } from './live-layout.tsx'
import { NothingReceived } from './nothing-received.tsx'
import { RecordHistogram } from './record-histogram.tsx'
import { useLiveRecords } from './use-live-records.ts'
import styles from './live.module.css'

/** The stream. It stands still while paused, scrolled away from the top, pointed into, or a record is open. */
export function LiveStream({ range }: { range: TimeRange }) {
  const [paused, setPaused] = useState(false)
  const [atTop, setAtTop] = useState(true)
  const [importing, setImporting] = useState(false)
  const opened = useParameter('record') !== undefined
  const table = useRef<DataTableHandle>(null)
  const { pointing, watch, forget } = usePointing()
  const rate = useHealth(({ health }) => health?.counters.sources.reduce((sum, source) => sum + source.rate, 0))
  const gone = useGone()
  const keysOf = useKeysOf()
  const { buffer, loaded, release, loadOlder } = useLiveRecords(() => paused || !atTop || opened || pointing())
  const toggle = () => setPaused((before) => !before)
  useCommand('live.pause', toggle)
  const catchUp = () => {
    setPaused(false)
    table.current?.scrollToTop()
    release()
    forget()
  }

  return (
    <>
      <LiveLayout
        title="Live"
        handle={table}
        rows={buffer.shown}
        onScrolled={setAtTop}
        onEndReached={() => !atTop && loadOlder()}
        watch={watch}
        chart={<RecordHistogram key={rangeToText(range)} conditions={[]} range={range} follow={!paused} />}
        toolbar={
          <>
            <Button
              size="small"
              icon={paused ? <Play aria-hidden /> : <Pause aria-hidden />}
              keys={keysOf('live.pause')}
              onPress={toggle}
              aria-pressed={paused}
            >
              {paused ? 'Go on' : 'Pause'}
            </Button>
            {gone ? (
              <Badge tone="danger">No connection</Badge>
            ) : (
              <Badge tone={paused ? 'warning' : atTop ? 'healthy' : 'neutral'}>
                {paused ? 'Paused' : atTop ? 'Streaming' : 'Standing still'}
              </Badge>
            )}
            {rate !== undefined && !gone && <Faint>{formatShort(rate)} a second</Faint>}
            {buffer.skipped > 0 && <Faint>{formatShort(buffer.skipped)} of a flood stored but not shown here</Faint>}
            <ToolbarGap />
            <Button size="small" icon={<FileInput aria-hidden />} onPress={() => setImporting(true)}>
              Import files
            </Button>
          </>
        }
        above={
          buffer.waitingCount > 0 && (
            <div className={styles.pill}>
              <Button variant="primary" size="small" icon={<ArrowUp aria-hidden />} onPress={catchUp}>
                {formatCount(buffer.waitingCount)} new
              </Button>
            </div>
          )
        }
        empty={loaded ? <NothingReceived /> : <Skeleton lines={8} label="Loading records" />}
      />
      <Dialog title="Import files" size="large" isOpen={importing} onClose={() => setImporting(false)}>
        <ImportWay />
      </Dialog>
    </>
  )
}
