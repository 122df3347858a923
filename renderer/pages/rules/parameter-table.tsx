import type { DetectorInfo } from '../../../app/contract/requests.ts'
import type { ParameterDefinition, RuleProfile } from '../../../app/model/rule-profile.ts'
import { Badge } from '../../components/badge.tsx'
import { formatBytes } from '../../format.ts'
import styles from './rules.module.css'

/** A detector's parameters with the value in force, its default and its range. */
export function ParameterTable({ detector, profile }: { detector: DetectorInfo; profile: RuleProfile }) {
  return (
    <table className={styles.parameters} aria-label={`Parameters of ${detector.title}`}>
      <thead>
        <tr>
          <th scope="col">Parameter</th>
          <th scope="col">Value</th>
          <th scope="col">Default</th>
          <th scope="col">Range</th>
        </tr>
      </thead>
      <tbody>
        {detector.parameters.map((parameter) => {
          const value = profile.parameters[parameter.name] ?? parameter.default
          return (
            <tr key={parameter.name}>
              <th scope="row">
                <code>{parameter.name}</code>
                <span className={styles.meaning}>{parameter.description}</span>
              </th>
              <td>
                {value === parameter.default ? writeValue(value, parameter) : <Badge tone="accent">{writeValue(value, parameter)}</Badge>}
              </td>
              <td>{writeValue(parameter.default, parameter)}</td>
              <td>
                {writeValue(parameter.minimum, parameter)} – {writeValue(parameter.maximum, parameter)}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const units: Record<ParameterDefinition['unit'], string> = {
  count: '',
  seconds: ' s',
  ratio: '',
  bytes: '',
  probability: '',
  score: '',
  days: ' d',
}

function writeValue(value: number, { unit }: ParameterDefinition): string {
  return unit === 'bytes' ? formatBytes(value) : `${value}${units[unit]}`
}
