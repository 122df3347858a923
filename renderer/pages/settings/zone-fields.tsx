import { Plus, X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { SettingsDraft } from './settings-draft.ts'
import styles from './settings.module.css'

type Zones = SettingsDraft['zones']

/** Named parts of the network. */
export function ZoneFields({ zones, error, onChange }: { zones: Zones; error: string | undefined; onChange: (zones: Zones) => void }) {
  const change = (at: number, part: Partial<Zones[number]>) =>
    onChange(zones.map((zone, index) => (index === at ? { ...zone, ...part } : zone)))
  return (
    <div className={styles.stack} role="group" aria-label="Zones">
      {zones.map((zone, index) => (
        <div key={index} className={styles.zone}>
          <TextField label="Zone" value={zone.name} onChange={(name) => change(index, { name })} />
          <TextField
            label="Networks, one a line"
            value={zone.networks}
            onChange={(networks) => change(index, { networks })}
            multiline
            monospace
          />
          <IconButton
            icon={<X aria-hidden />}
            label={`Remove zone ${zone.name}`}
            onPress={() => onChange(zones.filter((_, other) => other !== index))}
          />
        </div>
      ))}
      {error !== undefined && <p className={styles.error}>{error}</p>}
      <p>
        <Button size="small" icon={<Plus aria-hidden />} onPress={() => onChange([...zones, { name: '', networks: '' }])}>
          Add a zone
        </Button>
      </p>
    </div>
  )
}
