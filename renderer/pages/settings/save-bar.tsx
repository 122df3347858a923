import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import styles from './settings.module.css'

export interface SaveBarProps {
  changed: boolean
  saving: boolean
  /** What the engine objected to that is about no field. */
  objection?: string | undefined
  onSave: () => void
  onDiscard: () => void
}

/** Whether there is something to save, and the way to do it; always in sight. */
export function SaveBar({ changed, saving, objection, onSave, onDiscard }: SaveBarProps) {
  return (
    <>
      {objection !== undefined && (
        <Notice tone="danger" title="Not saved.">
          {objection}
        </Notice>
      )}
      <div className={styles.saveBar} data-shown={changed}>
        <span role="status">{changed ? 'There are changes not saved yet.' : 'Everything is saved.'}</span>
        <Button onPress={onDiscard} isDisabled={!changed}>
          Discard
        </Button>
        <Button variant="primary" onPress={onSave} isDisabled={!changed} isPending={saving}>
          Save
        </Button>
      </div>
    </>
  )
}
