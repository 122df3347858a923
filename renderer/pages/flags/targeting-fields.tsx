import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { Audience, TargetingDraft, TargetingProblems } from './targeting.ts'
import styles from './flags.module.css'

const audiences: { id: Audience; label: string; description: string }[] = [
  { id: 'everyone', label: 'Everyone', description: 'Every entity, tenant, source and user' },
  { id: 'some', label: 'Some', description: 'What is named, a share, or a share of what is named' },
  { id: 'staff', label: 'Staff only', description: 'Users that their application calls staff, and nothing else' },
]

export interface TargetingFieldsProps {
  draft: TargetingDraft
  problems: TargetingProblems
  onChange: (draft: TargetingDraft) => void
}

export function TargetingFields({ draft, problems, onChange }: TargetingFieldsProps) {
  const change = (part: Partial<TargetingDraft>) => onChange({ ...draft, ...part })
  return (
    <>
      <Select label="On for" options={audiences} selected={draft.audience} onSelect={(audience) => change({ audience })} />
      {draft.audience === 'staff' && (
        <p className={styles.quiet}>Telemetry knows no staff: with this, what records alone raise is held back.</p>
      )}
      {draft.audience === 'some' && (
        <>
          <TextField
            label="Share, in %"
            value={draft.rollout}
            onChange={(rollout) => change({ rollout })}
            error={problems.rollout}
            inputMode="numeric"
            description="The user, else the entity, is dealt to one of a hundred parts by its name, so the same one always lands on the same side. Raising the share only adds; each flag deals anew. 0 is nobody."
          />
          <fieldset className={styles.named}>
            <legend>Only for what is named (one a line; nothing named: no such limit)</legend>
            <TextField
              label="Entities"
              placeholder={'203.0.113.7\nuser:42'}
              value={draft.entities}
              onChange={(entities) => change({ entities })}
              error={problems.entities}
              multiline
              monospace
            />
            <TextField
              label="Tenants"
              value={draft.tenants}
              onChange={(tenants) => change({ tenants })}
              error={problems.tenants}
              multiline
              monospace
            />
            <TextField
              label="Sources"
              placeholder={'syslog-udp\napi'}
              value={draft.sources}
              onChange={(sources) => change({ sources })}
              error={problems.sources}
              multiline
              monospace
            />
          </fieldset>
          <TextField
            label="Always for these users, whatever the share"
            value={draft.users}
            onChange={(users) => change({ users })}
            error={problems.users}
            multiline
            monospace
          />
        </>
      )}
    </>
  )
}
