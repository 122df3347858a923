import type { DetectorCounters } from '../../../app/model/counters.ts'
import { PlainTable } from '../../components/plain-table.tsx'
import { formatCount, formatMany, formatName } from '../../format.ts'
import styles from './health.module.css'

const columns = [
  { title: 'Detector' },
  { title: 'Observations', align: 'end' },
  { title: 'Entities watched', align: 'end' },
  { title: 'Forgotten early', align: 'end' },
] as const

/** What each detector holds in memory. Forgetting an entity early means its limit was reached. */
export function DetectorTable({ detectors }: { detectors: readonly DetectorCounters[] }) {
  return (
    <PlainTable flush label="Detectors" columns={columns}>
      <tbody>
        {detectors.map(({ detector, observed, entities, evicted, failures = 0, failure }) => (
          <tr key={detector}>
            <td>
              {formatName(detector.replaceAll('-', '_'))}
              {failures > 0 && (
                <span className={styles.failure}>
                  Failed on {formatMany(failures, 'record')}: {failure}
                </span>
              )}
            </td>
            <td data-align="end">{formatCount(observed)}</td>
            <td data-align="end">{formatCount(entities)}</td>
            <td data-align="end" className={evicted > 0 ? styles.warn : undefined}>
              {formatCount(evicted)}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}
