import { Kbd } from '../components/kbd.tsx'
import { classes } from '../components/classes.ts'
import { commandGroups } from '../keys/command.ts'
import { commands } from '../keys/commands.ts'
import { useHandlers } from '../keys/handlers.ts'
import { keysOf } from '../keys/keymap.ts'
import { usePreferences } from '../state/preferences.ts'
import styles from './help.module.css'

/** Every command that has keys, by group; those that can do nothing just now are faint. */
export function KeyList() {
  const chosen = usePreferences(({ keys }) => keys)
  const handlers = useHandlers((state) => state.handlers)
  const bound = commands.map((command) => ({ command, keys: keysOf(command, chosen) })).filter(({ keys }) => keys.length > 0)
  const groups = commandGroups.filter((group) => bound.some(({ command }) => command.group === group))
  return (
    <>
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.heading}>{group}</h3>
            <ul>
              {bound
                .filter(({ command }) => command.group === group)
                .map(({ command, keys }) => (
                  <li key={command.id} className={classes(styles.line, !handlers.has(command.id) && styles.idle)}>
                    <span>{command.title}</span>
                    {keys.map((one) => (
                      <Kbd key={one} keys={one} />
                    ))}
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
      <p className={styles.foot}>Faint ones do nothing on this page. Keys rest while you type. Change them in Settings.</p>
    </>
  )
}
