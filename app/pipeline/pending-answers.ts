/** Questions to a thread that wait for their answers, by number. */
export class PendingAnswers {
  private readonly waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  private nextRequest = 0
  private ended: Error | undefined

  ask<Answer>(send: (request: number) => void): Promise<Answer> {
    if (this.ended !== undefined) return Promise.reject(this.ended)
    const request = this.nextRequest++
    return new Promise((resolve, reject) => {
      this.waiting.set(request, { resolve: resolve as (value: never) => void, reject })
      send(request)
    })
  }

  answer(request: number, value?: unknown): void {
    this.waiting.get(request)?.resolve(value as never)
    this.waiting.delete(request)
  }

  /** Nobody will answer any more. */
  end(error: Error): void {
    this.ended = error
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}
