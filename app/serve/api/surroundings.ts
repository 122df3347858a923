import type { LoopbackServer } from '../loopback-server.ts'
import type { Surroundings } from './api-door.ts'

/** The API behind the same Host and Origin rules as the console. */
export function surroundings({ doors, visitor }: LoopbackServer): Surroundings {
  return {
    foreign: (request) => doors.foreign(visitor(request)),
    session: (request) => doors.holdsSession(visitor(request)),
  }
}
