import type { PackAnswer } from '../../../app/contract/profiles.ts'
import { Notice } from '../../components/notice.tsx'
import { formatMany } from '../../format.ts'
import styles from './pack.module.css'

export interface PackProblemsProps {
  problems: PackAnswer['problems']
  onShow: (line: number) => void
}

/** Everything that is wrong with a pack at once, each with its place. */
export function PackProblems({ problems, onShow }: PackProblemsProps) {
  return (
    <Notice tone="danger" title={`${formatMany(problems.length, 'problem')}: nothing was imported.`}>
      <ul className={styles.problems} aria-label="Problems">
        {problems.map(({ line, column, path, message }) => (
          <li key={`${line}:${column} ${path} ${message}`}>
            <button type="button" className={styles.place} onClick={() => onShow(line)}>
              line {line}, column {column}
            </button>{' '}
            {path !== '' && <code>{path}</code>} {message}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
