import { cpus, release, totalmem, type as systemType } from 'node:os'

export function describeMachine(): string {
  const [cpu] = cpus()
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${systemType()} ${release()}, Node ${process.version}`
}
