import { useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { Section } from '../../components/page.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import type { CommandDefinition } from '../../keys/command.ts'
import { commands } from '../../keys/commands.ts'
import { conflictsOf, keysOf, rebind } from '../../keys/keymap.ts'
import { notify } from '../../state/notices.ts'
import { setPreferences, usePreferences } from '../../state/preferences.ts'
import { KeyRecorder } from './key-recorder.tsx'
import styles from './settings.module.css'

const columns = [{ title: 'Command' }, { title: 'Group' }, { title: 'Keys' }, { title: 'Change', hidden: true }] as const

/** Every command's keys, and another choice of them. */
export function KeySettings() {
  const chosen = usePreferences(({ keys }) => keys)
  const [recording, setRecording] = useState<string>()
  const table = useRef<HTMLDivElement>(null)
  const finish = (command: CommandDefinition) => {
    setRecording(undefined)
    requestAnimationFrame(() => table.current?.querySelector<HTMLElement>(`[data-command="${command.id}"] button:last-of-type`)?.focus())
  }
  const give = (command: CommandDefinition, keys: string) => {
    const losers = conflictsOf(command, keys, chosen)
    setPreferences({ keys: rebind(command, keys, chosen) })
    finish(command)
    if (losers.length > 0) notify({ tone: 'warning', title: `No longer on these keys: ${losers.map(({ title }) => title).join(', ')}` })
  }
  const set = (id: string, keys: string[] | undefined) => {
    const { [id]: _, ...others } = chosen
    setPreferences({ keys: keys === undefined ? others : { ...others, [id]: keys } })
  }
  return (
    <Section
      title="Keys"
      description="Kept in this window. Keys rest while you type."
      actions={
        <Button size="small" isDisabled={Object.keys(chosen).length === 0} onPress={() => setPreferences({ keys: {} })}>
          All back to default
        </Button>
      }
    >
      <div ref={table}>
        <PlainTable flush label="Keys" columns={columns}>
          <tbody>
            {commands.map((command) => (
              <tr key={command.id}>
                <td>{command.title}</td>
                <td className={styles.quiet}>{command.group}</td>
                {recording === command.id ? (
                  <td colSpan={2}>
                    <KeyRecorder
                      command={command}
                      conflicts={(keys) => conflictsOf(command, keys, chosen)}
                      onDone={(keys) => give(command, keys)}
                      onCancel={() => finish(command)}
                    />
                  </td>
                ) : (
                  <>
                    <td>
                      <Keys keys={keysOf(command, chosen)} />
                    </td>
                    <td data-align="end">
                      <span className={styles.buttons} data-command={command.id}>
                        {chosen[command.id] !== undefined && (
                          <Button
                            size="small"
                            variant="quiet"
                            onPress={() => set(command.id, undefined)}
                            aria-label={`Default keys for ${command.title}`}
                          >
                            Default
                          </Button>
                        )}
                        {keysOf(command, chosen).length > 0 && (
                          <Button
                            size="small"
                            variant="quiet"
                            onPress={() => set(command.id, [])}
                            aria-label={`No keys for ${command.title}`}
                          >
                            Clear
                          </Button>
                        )}
                        <Button size="small" onPress={() => setRecording(command.id)} aria-label={`Change the keys for ${command.title}`}>
                          Change
                        </Button>
                      </span>
                    </td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </PlainTable>
      </div>
    </Section>
  )
}

function Keys({ keys }: { keys: readonly string[] }) {
  if (keys.length === 0) return <span className={styles.quiet}>none</span>
  return keys.map((one) => (
    <span key={one}>
      <span className={styles.spoken}>{one}</span>
      <Kbd keys={one} />
    </span>
  ))
}
