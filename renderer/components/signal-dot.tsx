import type { DotLook } from './signal-points.ts'

/** The dot of a chart in a line of text. */
export function Dot({ look: { shape, token } }: { look: DotLook }) {
  const colour = `var(${token})`
  return (
    <svg width="11" height="11" viewBox="0 0 11 11" aria-hidden="true" style={{ flex: 'none' }}>
      {shape === 'diamond' && <path d="M5.5 0.5 10.5 5.5 5.5 10.5 0.5 5.5Z" fill={colour} />}
      {shape === 'square' && <rect x="1.5" y="1.5" width="8" height="8" fill={colour} />}
      {shape === 'triangle' && <path d="M5.5 1 10.5 10 0.5 10Z" fill={colour} />}
      {shape === 'circle' && <circle cx="5.5" cy="5.5" r="4" fill={colour} />}
      {shape === 'ring' && <circle cx="5.5" cy="5.5" r="3.5" fill="none" stroke={colour} strokeWidth="1.75" />}
    </svg>
  )
}
