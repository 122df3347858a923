import type { EntityWindow } from './entity-window.ts'
import { countSketch } from './sketch.ts'

/** One number that tells something of a window. Never NaN: a feature without anything to say is 0. */
export interface Feature {
  name: string
  title: string
  description: string
  unit: 'count' | 'bytes' | 'share' | 'ratio' | 'hour' | 'characters' | 'bits' | 'seconds' | 'number'
  measure: (window: EntityWindow) => number
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)

/** Records of the window, each weighed by the attempts that it stands for. */
export const attempts: Feature = {
  name: 'attempts',
  title: 'Attempts',
  description: 'Flows, logins, requests or questions of the entity, repeated lines counted as often as they say',
  unit: 'count',
  measure: (window) => window.attempts,
}

export const begun: Feature = {
  name: 'begun_share',
  title: 'Begun by it',
  description: 'Share of the contacts that the entity began itself',
  unit: 'share',
  measure: ({ begun, attempts }) => share(begun, attempts),
}

export const bytesOut: Feature = {
  name: 'bytes_out',
  title: 'Bytes sent',
  description: 'Bytes that the entity sent, as far as flows or requests tell',
  unit: 'bytes',
  measure: ({ sent }) => sent,
}

export const bytesIn: Feature = {
  name: 'bytes_in',
  title: 'Bytes received',
  description: 'Bytes that the entity received, as far as flows or answers tell',
  unit: 'bytes',
  measure: ({ received }) => received,
}

/** Symmetric: as much either way is 0, ten times as much out is 3.3. */
export const bytesRatio: Feature = {
  name: 'bytes_ratio',
  title: 'Sent over received',
  description: 'Binary logarithm of bytes sent over bytes received, one added to each',
  unit: 'ratio',
  measure: ({ sent, received }) => Math.log2((sent + 1) / (received + 1)),
}

export const bytesEach: Feature = {
  name: 'bytes_each',
  title: 'Bytes a contact',
  description: 'Mean of the bytes of a contact, both ways',
  unit: 'bytes',
  measure: ({ sent, received, attempts }) => share(sent + received, attempts),
}

export const peers: Feature = {
  name: 'peers',
  title: 'Peers',
  description: 'Different addresses (or hosts) the entity dealt with; an estimate beyond 32',
  unit: 'count',
  measure: (window) => countSketch(window.peers),
}

export const newPeers: Feature = {
  name: 'new_peers',
  title: 'New peers',
  description: 'Peers that are not among the 32 the entity had last, before this window; 0 in its first',
  unit: 'count',
  measure: ({ fresh }) => fresh ?? 0,
}

export const ports: Feature = {
  name: 'ports',
  title: 'Services',
  description: 'Different destination ports; an estimate beyond 32',
  unit: 'count',
  measure: (window) => countSketch(window.ports),
}

export const subjects: Feature = {
  name: 'subjects',
  title: 'Different things asked for',
  description: 'Different paths, names or hosts asked for; an estimate beyond 32',
  unit: 'count',
  measure: (window) => countSketch(window.subjects),
}

export const failedShare: Feature = {
  name: 'failed_share',
  title: 'Failed share',
  description: 'Share of the attempts that failed, of those whose outcome is known',
  unit: 'share',
  measure: ({ failed, judged }) => share(failed, judged),
}

export const failed: Feature = {
  name: 'failed',
  title: 'Failed attempts',
  description: 'Attempts that failed',
  unit: 'count',
  measure: (window) => window.failed,
}

export const outsideShare: Feature = {
  name: 'outside_share',
  title: 'Outside share',
  description: 'Share of the contacts whose other end is outside the home networks',
  unit: 'share',
  measure: ({ outside, attempts }) => share(outside, attempts),
}

export const wroteShare: Feature = {
  name: 'wrote_share',
  title: 'Writing share',
  description: 'Share of the requests that change something (POST, PUT, PATCH, DELETE)',
  unit: 'share',
  measure: ({ wrote, attempts }) => share(wrote, attempts),
}

/** A machine's beat is near 1, a person's clicks near 0.5 and below (the inverse of one and the coefficient of variation). */
export const regularity: Feature = {
  name: 'regularity',
  title: 'Regularity',
  description: 'How even the pauses between records are, 1 for a beat; 0 with fewer than three pauses',
  unit: 'share',
  measure: ({ gaps, gapMean, gapSquares }) => {
    if (gaps < 3 || gapMean <= 0) return 0
    return 1 / (1 + Math.sqrt(gapSquares / gaps) / gapMean)
  },
}

export const pause: Feature = {
  name: 'pause',
  title: 'Mean pause',
  description: 'Mean time between two records of the window',
  unit: 'seconds',
  measure: ({ gapMean }) => gapMean / 1000,
}

export const hour: Feature = {
  name: 'hour',
  title: 'Hour of day',
  description: 'Hour of the day, UTC, at which the window begins',
  unit: 'hour',
  measure: ({ start }) => (((start % 86_400_000) + 86_400_000) % 86_400_000) / 3_600_000,
}

export const nameLength: Feature = {
  name: 'name_length',
  title: 'Length of what it asks for',
  description: 'Mean length of the names or paths asked for',
  unit: 'characters',
  measure: ({ textLength, texts }) => share(textLength, texts),
}

export const longestName: Feature = {
  name: 'longest_name',
  title: 'Longest thing asked for',
  description: 'Length of the longest name or path asked for',
  unit: 'characters',
  measure: ({ longest }) => longest,
}

export const nameEntropy: Feature = {
  name: 'name_entropy',
  title: 'Randomness of what it asks for',
  description: 'Mean Shannon entropy of the names or paths asked for, a character',
  unit: 'bits',
  measure: ({ entropy, texts }) => share(entropy, texts),
}
