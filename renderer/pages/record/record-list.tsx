import { Disclosure, DisclosurePanel, Button as AriaButton, Heading } from 'react-aria-components'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { RecordView } from '../../../app/contract/record-view.ts'
import { useTime } from '../../state/use-time.ts'
import { RecordFields, RecordRaw } from './record-detail.tsx'
import { summarizeRecord } from './record-summary.ts'
import styles from './record.module.css'

/** A few records one below the other, each unfolding to its fields and raw bytes. Bounded: it is not virtualised. */
export function RecordList({ records, label }: { records: readonly RecordView[]; label: string }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {records.map((record) => (
        <li key={record.seq}>
          <RecordItem record={record} />
        </li>
      ))}
    </ul>
  )
}

function RecordItem({ record }: { record: RecordView }) {
  const [open, setOpen] = useState(false)
  const time = useTime()
  return (
    <Disclosure className={styles.item ?? ''} isExpanded={open} onExpandedChange={setOpen}>
      <Heading level={3} className={styles.itemHead ?? ''}>
        <AriaButton slot="trigger" className={styles.trigger ?? ''}>
          <ChevronRight className={styles.chevron} aria-hidden />
          <span className={styles.when}>{time(record.time)}</span>
          <span className={styles.what}>{summarizeRecord(record)}</span>
        </AriaButton>
      </Heading>
      <DisclosurePanel className={styles.itemBody ?? ''}>
        {open && (
          <>
            <RecordFields record={record} />
            <RecordRaw record={record} />
          </>
        )}
      </DisclosurePanel>
    </Disclosure>
  )
}
