import { dot, isAlphanumeric, isBase64Url, isDigit, isLetter, percent, skipWhile, startsWith, underscore } from './byte-scan.ts'
import { noSecret, secret, type SecretMatch } from './secret-match.ts'
import { readPairSyntax } from './pair-syntax.ts'

/** Kinds of access keys of AWS: long-term, temporary, of a service's bearer, of a context (IAM user guide, unique identifiers). */
export const awsKeyPrefixes = ['akia', 'asia', 'abia', 'acca'] as const
const awsKeyLength = 20

export function matchAwsAccessKey(bytes: Uint8Array, from: number): SecretMatch {
  if (isAlphanumeric(bytes[from - 1]) && bytes[from - 3] !== percent) return noSecret
  const to = from + awsKeyLength
  if (skipWhile(bytes, from, isUpperOrDigit, awsKeyLength) < to || isAlphanumeric(bytes[to])) return noSecret
  return secret(from, to)
}

export const awsSecretWords = [
  'secret_access_key',
  'secret-access-key',
  'secretaccesskey',
  'aws_secret_key',
  'aws-secret-key',
  'awssecretkey',
] as const
const awsSecretLength = 40

/** The secret has no mark of its own: only what it is called gives it away. */
export function matchAwsSecretKey(bytes: Uint8Array, _from: number, to: number): SecretMatch {
  const syntax = readPairSyntax(bytes, to)
  if (syntax === undefined) return noSecret
  const end = skipWhile(bytes, syntax.value, isBase64, awsSecretLength + 1)
  return end - syntax.value === awsSecretLength ? secret(syntax.value, end) : noSecret
}

export const githubPrefixes = ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'] as const
/** GitHub's have 36 and more after the prefix; one that was cut is still most of one. */
const shortestGithub = 20

export function matchGithubToken(bytes: Uint8Array, from: number, to: number): SecretMatch {
  const isFineGrained = startsWith(bytes, from, 'github_pat_')
  const end = skipWhile(bytes, to, isFineGrained ? isWordByte : isAlphanumeric)
  return end - to >= shortestGithub ? secret(from, end) : noSecret
}

/** Every header begins with `{"`. */
export const tokenBeginning = 'eyj'
const shortestPart = 10

/** RFC 7515 (three parts, the second an object as well) and RFC 7516 (five). */
export function matchJsonWebToken(bytes: Uint8Array, from: number): SecretMatch {
  const first = skipWhile(bytes, from, isBase64Url)
  const parts = [first - from]
  let end = first
  while (parts.length < 5 && bytes[end] === dot && (isBase64Url(bytes[end + 1]) || bytes[end + 1] === dot)) {
    const next = skipWhile(bytes, end + 1, isBase64Url)
    parts.push(next - end - 1)
    end = next
  }
  const isSigned = (parts[1] ?? 0) >= shortestPart && isObject(bytes, first + 1)
  if ((parts[0] ?? 0) < shortestPart || !isObject(bytes, from) || !(isSigned || parts.length === 5)) return { kind: 'none', until: first }
  return secret(from, end)
}

function isObject(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 101 && bytes[at + 1] === 121 && bytes[at + 2] === 74
}

function isUpperOrDigit(byte: number | undefined): boolean {
  return isDigit(byte) || (isLetter(byte) && (byte as number) < 97)
}

function isWordByte(byte: number | undefined): boolean {
  return isAlphanumeric(byte) || byte === underscore
}

function isBase64(byte: number | undefined): boolean {
  return isAlphanumeric(byte) || byte === 43 || byte === 47 || byte === 61
}
