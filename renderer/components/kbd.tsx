import { capsOf, onMac } from '../keys/press.ts'
import styles from './kbd.module.css'

/** Keys as key caps: `Shift+f`, `g q`, `$mod+k`. Read out by nobody: the command's name says what it does. */
export function Kbd({ keys }: { keys: string }) {
  const presses = capsOf(keys, onMac())
  return (
    <span className={styles.keys} aria-hidden="true">
      {presses.map((caps, press) =>
        caps.map((cap, index) => (
          <kbd className={styles.cap} key={`${press}-${index}`}>
            {cap}
          </kbd>
        )),
      )}
    </span>
  )
}
