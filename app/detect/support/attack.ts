import type { Technique } from '../../model/rule-profile.ts'

/** Enterprise ATT&CK v17 (April 2025), whose names these are. */
export function technique(id: string, name: string): Technique {
  return { id, name, version: '17.1' }
}
