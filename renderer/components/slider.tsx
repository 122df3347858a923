import styles from './slider.module.css'

export interface SliderProps {
  label: string
  /** What is read out at this place. */
  text: string
  /** 0 to 1. */
  place: number
  onMove: (place: number) => void
  /** It was let go of. */
  onCommit: () => void
}

const steps = 200

/** A number by hand, beside its field: moves at once, counts when it is let go of. */
export function Slider({ label, text, place, onMove, onCommit }: SliderProps) {
  return (
    <input
      type="range"
      className={styles.slider}
      aria-label={label}
      aria-valuetext={text}
      min={0}
      max={steps}
      value={Math.round(place * steps)}
      onChange={({ target }) => onMove(Number(target.value) / steps)}
      onPointerUp={onCommit}
      onKeyUp={({ key }) => moving.has(key) && onCommit()}
    />
  )
}

const moving = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'])
