import { secretPatterns, type SecretPattern } from '../../../app/model/masking.ts'
import { Notice } from '../../components/notice.tsx'
import { Section } from '../../components/page.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { Switch } from '../../components/switch.tsx'
import { formatCount } from '../../format.ts'
import styles from './settings.module.css'

const meanings: Record<SecretPattern, { title: string; example: string }> = {
  authorization_header: { title: 'Authorization headers', example: 'Authorization: Bearer …' },
  aws_access_key: { title: 'AWS access keys', example: 'AKIA…' },
  aws_secret_key: { title: 'AWS secret keys', example: 'aws_secret_access_key=…' },
  github_token: { title: 'GitHub tokens', example: 'ghp_…' },
  private_key_block: { title: 'Private keys', example: '-----BEGIN PRIVATE KEY-----' },
  json_web_token: { title: 'JSON web tokens', example: 'eyJ….eyJ….…' },
  card_number: { title: 'Card numbers', example: '13 to 19 digits that pass the Luhn check' },
  credential_pair: { title: 'Passwords in pairs', example: 'password=…' },
  url_credentials: { title: 'Passwords in addresses', example: 'https://user:…@host' },
}

const columns = [{ title: 'Pattern' }, { title: 'Such as' }, { title: 'Masked since the start', align: 'end' }] as const

export interface MaskingPatternsProps {
  patterns: Record<SecretPattern, boolean>
  counts: Partial<Record<SecretPattern, number>>
  onChange: (name: SecretPattern, on: boolean) => void
}

/** What looks like a secret in any text, whatever key it stands under. */
export function MaskingPatterns({ patterns, counts, onChange }: MaskingPatternsProps) {
  const off = secretPatterns.filter((name) => !patterns[name])
  return (
    <Section title="Secrets in text" description="Looked for in every line as it comes in, before anything else reads it.">
      <PlainTable flush label="Secrets in text" columns={columns}>
        <tbody>
          {secretPatterns.map((name) => (
            <tr key={name}>
              <td>
                <Switch isSelected={patterns[name]} onChange={(on) => onChange(name, on)}>
                  {meanings[name].title}
                </Switch>
              </td>
              <td className={styles.quiet}>
                <code>{meanings[name].example}</code>
              </td>
              <td data-align="end">{formatCount(counts[name] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {off.length > 0 && (
        <div className={styles.below}>
          <Notice tone="warning">What is switched off here is stored, searched, alerted and exported as it came.</Notice>
        </div>
      )}
    </Section>
  )
}
