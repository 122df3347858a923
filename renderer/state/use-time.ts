import { useEffect, useState } from 'react'
import { formatTime } from '../format.ts'
import { usePreferences } from './preferences.ts'

/** Writes times in the zone the analyst chose. */
export function useTime(): (time: number, options?: Parameters<typeof formatTime>[2]) => string {
  const zone = usePreferences(({ timeZone }) => timeZone)
  return (time, options) => formatTime(time, zone, options)
}

/** The clock, in milliseconds, renewed every `period`; for ages. */
export function useNow(period = 1_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), period)
    return () => clearInterval(timer)
  }, [period])
  return now
}
