import { Section } from '../../components/page.tsx'
import { Select } from '../../components/select.tsx'
import { rowHeights, setPreferences, usePreferences, type Density, type Theme, type TimeZoneChoice } from '../../state/preferences.ts'
import styles from './settings.module.css'

const themes: { id: Theme; label: string }[] = [
  { id: 'system', label: 'As the system' },
  { id: 'dark', label: 'Dark' },
  { id: 'light', label: 'Light' },
]
const densities: { id: Density; label: string }[] = [
  { id: 'compact', label: `Compact (${rowHeights.compact} px rows)` },
  { id: 'normal', label: `Normal (${rowHeights.normal} px rows)` },
  { id: 'comfortable', label: `Comfortable (${rowHeights.comfortable} px rows)` },
]

/** Kept in this window, at once. */
export function AppearanceSettings() {
  const { theme, density, timeZone } = usePreferences()
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zones: { id: TimeZoneChoice; label: string }[] = [
    { id: 'local', label: `This machine’s zone (${zone})` },
    { id: 'utc', label: 'UTC' },
  ]
  return (
    <Section title="Appearance" description="Kept in this window; takes effect at once.">
      <div className={styles.grid}>
        <Select label="Theme" options={themes} selected={theme} onSelect={(one) => setPreferences({ theme: one })} />
        <Select label="Density" options={densities} selected={density} onSelect={(one) => setPreferences({ density: one })} />
        <Select label="Show times in" options={zones} selected={timeZone} onSelect={(one) => setPreferences({ timeZone: one })} />
      </div>
    </Section>
  )
}
