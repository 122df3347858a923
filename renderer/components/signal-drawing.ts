import type uPlot from 'uplot'
import { warmingRuns, type ChartPoint, type DotLook } from './signal-points.ts'
import { readToken } from './use-root-tokens.ts'

/** What a chart shows just now; read anew at every paint, so that new points make no new chart. */
export interface ChartContent {
  points: readonly ChartPoint[]
  /** Ends of the time axis, in milliseconds. */
  from: number
  to: number
  /** A silence longer than this is no line. */
  gap: number
  /** Stretches that somebody labelled as anomalous. */
  labels: readonly { from: number; to: number }[]
}

/** Behind the lines: what is labelled, and where the engine was still warming up. */
export function drawGround(plot: uPlot, { points, labels }: ChartContent): void {
  const { ctx, bbox } = plot
  const paint = (from: number, to: number, colour: string) => {
    const left = Math.max(bbox.left, plot.valToPos(from / 1000, 'x', true))
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to / 1000, 'x', true))
    if (right <= bbox.left || left >= bbox.left + bbox.width) return
    ctx.fillStyle = colour
    ctx.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height)
  }
  ctx.save()
  for (const { from, to } of warmingRuns(points)) paint(from, to, `color-mix(in srgb, ${readToken('--text-faint')} 13%, transparent)`)
  for (const { from, to } of labels) paint(from, to, `color-mix(in srgb, ${readToken('--medium')} 22%, transparent)`)
  ctx.restore()
}

export function drawDots(plot: uPlot, { points }: ChartContent): void {
  const { ctx, bbox } = plot
  const size = 4 * devicePixelRatio
  const tokens = new Map<string, string>()
  const ground = readToken('--surface')
  ctx.save()
  ctx.lineWidth = 1.5 * devicePixelRatio
  for (const { ts, value, dot } of points) {
    if (dot === undefined) continue
    const x = plot.valToPos(ts / 1000, 'x', true)
    const y = plot.valToPos(value, 'y', true)
    if (x < bbox.left - size || x > bbox.left + bbox.width + size) continue
    const colour = tokens.get(dot.token) ?? readToken(dot.token)
    tokens.set(dot.token, colour)
    shape(ctx, dot, x, y, size)
    ctx.fillStyle = dot.shape === 'ring' ? ground : colour
    ctx.strokeStyle = dot.shape === 'ring' ? colour : ground
    ctx.fill()
    ctx.stroke()
  }
  ctx.restore()
}

/** Told apart by shape as well as by colour. */
function shape(ctx: CanvasRenderingContext2D, { shape: kind }: DotLook, x: number, y: number, size: number): void {
  ctx.beginPath()
  if (kind === 'diamond') {
    const wide = size * 1.35
    ctx.moveTo(x, y - wide)
    ctx.lineTo(x + wide, y)
    ctx.lineTo(x, y + wide)
    ctx.lineTo(x - wide, y)
    ctx.closePath()
  } else if (kind === 'square') ctx.rect(x - size, y - size, 2 * size, 2 * size)
  else if (kind === 'triangle') {
    ctx.moveTo(x, y - size * 1.2)
    ctx.lineTo(x + size * 1.2, y + size)
    ctx.lineTo(x - size * 1.2, y + size)
    ctx.closePath()
  } else ctx.arc(x, y, size, 0, 2 * Math.PI)
}
