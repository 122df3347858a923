import { CircleCheck, Info, OctagonAlert, TriangleAlert, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { dismissNotice, useNotices, type Notice } from '../state/notices.ts'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { IconButton } from './icon-button.tsx'
import styles from './toasts.module.css'

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: OctagonAlert }

/** Short news at the lower edge, told politely to a screen reader. A toast waits while it is pointed at or holds the focus. */
export function Toasts() {
  const notices = useNotices(({ notices }) => notices)
  return (
    <div className={styles.stack} role="region" aria-label="Notices">
      <div aria-live="polite" aria-relevant="additions" className={styles.stack}>
        {notices.map((notice) => (
          <Toast key={notice.id} notice={notice} />
        ))}
      </div>
    </div>
  )
}

function Toast({ notice }: { notice: Notice }) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held || notice.duration === 0) return
    const timer = setTimeout(() => dismissNotice(notice.id), notice.duration)
    return () => clearTimeout(timer)
  }, [held, notice])
  const Icon = icons[notice.tone]
  const finish = (run: () => void) => {
    dismissNotice(notice.id)
    run()
  }
  return (
    <div
      className={classes(styles.toast, styles[notice.tone])}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon className={styles.icon} aria-hidden />
      <div className={styles.text}>
        <p className={styles.title}>{notice.title}</p>
        {notice.body !== undefined && <p className={styles.body}>{notice.body}</p>}
      </div>
      {notice.action !== undefined && (
        <Button size="small" onPress={() => finish(notice.action!.run)}>
          {notice.action.label}
        </Button>
      )}
      {notice.undo !== undefined && (
        <Button size="small" keys="z" onPress={() => finish(notice.undo!)}>
          Undo
        </Button>
      )}
      <IconButton icon={<X aria-hidden />} label="Dismiss" size="small" onPress={() => dismissNotice(notice.id)} />
    </div>
  )
}
