import { TextField } from '../../components/text-field.tsx'
import { effectivePrefixes, type RequestDraft } from './request-draft.ts'
import styles from './settings.module.css'

const words = {
  sensitive: { label: 'Sensitive prefixes, one a line', means: 'Writes under them are watched for bursts. Empty: the defaults.' },
  probe: { label: 'Probe prefixes, one a line', means: 'Hits under them are watched for probing. Empty: the defaults.' },
} as const

export interface PrefixFieldProps {
  which: 'sensitive' | 'probe'
  draft: RequestDraft
  onChange: (part: Partial<RequestDraft>) => void
  error: string | undefined
}

/** Prefixes of paths, and what they come to with the version in its place and slashes put right. */
export function PrefixField({ which, draft, onChange, error }: PrefixFieldProps) {
  const { label, means } = words[which]
  return (
    <>
      <TextField
        label={label}
        description={means}
        placeholder="/{version}/payments/"
        value={draft[which]}
        onChange={(text) => onChange({ [which]: text })}
        error={error}
        multiline
        monospace
      />
      <p className={styles.quiet}>
        {draft[which].trim() === '' ? 'The defaults' : 'They come to'}:{' '}
        {effectivePrefixes(draft, which).map((prefix, index) => (
          <span key={`${prefix} ${index}`}>
            {index > 0 && ', '}
            <code>{prefix}</code>
          </span>
        ))}
      </p>
    </>
  )
}
