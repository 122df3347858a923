import type { Fields } from '../model/fields.ts'

const mask = '***'
/** Shorter ones are parts of ordinary words: only a field that is nothing else is one. */
const shortest = 4
/** A message that is made of secrets is not looked through for each of them. */
const most = 50

/**
 * What detectors go by, and no place for a secret: these are looked at as text only. Somebody who is logged chooses what
 * looks like a secret in his line, and must not be able to blank what tells of him.
 */
const facts = /^(event|network)\.|\.(ip|port)$|^http\.request\.method$/

/**
 * The fields without secrets. What a field holds that is the same in the masked message (`shown`) was no secret there; what is
 * not is masked as text, and then by what the secrets of the message were, since a parser may have taken one away from its key.
 */
export function cleanFields(
  fields: Fields,
  shown: Fields | undefined,
  secrets: readonly string[] | 'unknown',
  maskText: (text: string) => string,
): Fields {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string' || shown?.[name] === value) continue
    fields[name] = facts.test(name) ? maskText(value) : withoutSecrets(maskText(value), secrets)
  }
  return fields
}

function withoutSecrets(text: string, secrets: readonly string[] | 'unknown'): string {
  if (secrets === 'unknown' || secrets.length > most || secrets.includes(text)) return mask
  return secrets.reduce((rest, secret) => (secret.length < shortest ? rest : replaceWhole(rest, secret)), text)
}

/** Where it is not a part of a longer word. */
function replaceWhole(text: string, secret: string): string {
  let result = ''
  let read = 0
  for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + 1)) {
    const end = at + secret.length
    if (at < read || isWordPart(text.charCodeAt(at - 1)) || isWordPart(text.charCodeAt(end))) continue
    result += text.slice(read, at) + mask
    read = end
  }
  return result + text.slice(read)
}

function isWordPart(code: number): boolean {
  return (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 122)
}
