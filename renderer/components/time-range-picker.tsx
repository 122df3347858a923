import { Calendar } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { formatTime } from '../format.ts'
import { setPreferences, usePreferences } from '../state/preferences.ts'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import menu from './menu.module.css'
import { TextField } from './text-field.tsx'
import { boundsOf, describeRange, parseTime, timePresets, type TimeRange } from './time-range.ts'
import styles from './time-range-picker.module.css'

export interface TimeRangePickerProps {
  range: TimeRange
  onChange: (range: TimeRange) => void
}

/** Presets, a fixed stretch, and the switch between UTC and local time. */
export function TimeRangePicker({ range, onChange }: TimeRangePickerProps) {
  const zone = usePreferences(({ timeZone }) => timeZone)
  const text = describeRange(range, zone)
  return (
    <DialogTrigger>
      <Button icon={<Calendar aria-hidden />} aria-label={`Time range: ${text}, ${zone === 'utc' ? 'UTC' : 'local time'}`}>
        {text}
        <span className={styles.zone}>{zone === 'utc' ? 'UTC' : 'Local'}</span>
      </Button>
      <Popover className={menu.popover ?? ''} placement="bottom end" offset={4}>
        <Dialog className={styles.dialog ?? ''} aria-label="Time range">
          {({ close }) => (
            <Choice
              range={range}
              onChoose={(next) => {
                onChange(next)
                close()
              }}
            />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Choice({ range, onChoose }: { range: TimeRange; onChoose: (range: TimeRange) => void }) {
  const zone = usePreferences(({ timeZone }) => timeZone)
  const [now] = useState(() => Date.now())
  const bounds = boundsOf(range, now)
  const [from, setFrom] = useState(() => formatTime(bounds.from ?? now - 86_400_000, zone))
  const [to, setTo] = useState(() => formatTime(bounds.to ?? now, zone))
  const [start, end] = [parseTime(from, zone), parseTime(to, zone)]
  const wrong =
    start === undefined || end === undefined ? 'Write a time as 2026-03-04 05:06' : start >= end ? 'It ends before it begins' : undefined
  const preset = (label: string, next: TimeRange, chosen: boolean) => (
    <AriaButton key={label} className={classes(menu.item, styles.preset, chosen && styles.chosen)} onPress={() => onChoose(next)}>
      {label}
    </AriaButton>
  )
  const switchZone = (timeZone: 'utc' | 'local') => {
    if (start !== undefined) setFrom(formatTime(start, timeZone))
    if (end !== undefined) setTo(formatTime(end, timeZone))
    setPreferences({ timeZone })
  }
  return (
    <div className={styles.columns}>
      <div className={styles.presets}>
        {timePresets.map(({ milliseconds, label }) =>
          preset(label, { kind: 'last', milliseconds }, range.kind === 'last' && range.milliseconds === milliseconds),
        )}
        {preset('All time', { kind: 'all' }, range.kind === 'all')}
      </div>
      <form
        className={styles.fixed}
        onSubmit={(event) => {
          event.preventDefault()
          if (start !== undefined && end !== undefined && start < end) onChoose({ kind: 'between', from: start, to: end })
        }}
      >
        <TextField label="From" monospace value={from} onChange={setFrom} />
        <TextField label="To" monospace value={to} onChange={setTo} />
        {wrong !== undefined && (
          <p className={styles.wrong} role="alert">
            {wrong}
          </p>
        )}
        <div className={styles.foot}>
          <div className={styles.zones} role="group" aria-label="Time zone">
            {(['local', 'utc'] as const).map((choice) => (
              <AriaButton
                key={choice}
                aria-pressed={zone === choice}
                className={styles.zoneButton ?? ''}
                onPress={() => switchZone(choice)}
              >
                {choice === 'utc' ? 'UTC' : 'Local'}
              </AriaButton>
            ))}
          </div>
          <Button type="submit" variant="primary" isDisabled={wrong !== undefined}>
            Apply
          </Button>
        </div>
      </form>
    </div>
  )
}
