import type { SecretPattern } from '../../model/masking.ts'
import { authorizationWords, matchAuthorization } from './authorization-header.ts'
import { matchCardNumber } from './card-number.ts'
import { credentialWords, matchCredentialPair } from './credential-pair.ts'
import {
  awsKeyPrefixes,
  awsSecretWords,
  githubPrefixes,
  matchAwsAccessKey,
  matchAwsSecretKey,
  matchGithubToken,
  matchJsonWebToken,
  tokenBeginning,
} from './known-tokens.ts'
import { matchPrivateKey, privateKeyWords } from './private-key-block.ts'
import type { SecretMatcher } from './secret-match.ts'
import { digitRun } from './trigger-automaton.ts'
import { matchUrlCredentials } from './url-credentials.ts'

export interface PatternDefinition {
  name: SecretPattern
  /** Without one of these there is no such secret: in lower case, found in any; no digits (they are counted, not read). */
  triggers: readonly string[]
  /** Says exactly, from a trigger on, what is the secret. */
  match: SecretMatcher
}

/** Secrets that are looked for in text. Where two are found at the same place the first one counts. To add one: its name in the model, one entry here. */
export const patternDefinitions: readonly PatternDefinition[] = [
  { name: 'authorization_header', triggers: authorizationWords, match: matchAuthorization },
  { name: 'aws_access_key', triggers: awsKeyPrefixes, match: matchAwsAccessKey },
  { name: 'aws_secret_key', triggers: awsSecretWords, match: matchAwsSecretKey },
  { name: 'github_token', triggers: githubPrefixes, match: matchGithubToken },
  { name: 'private_key_block', triggers: privateKeyWords, match: matchPrivateKey },
  { name: 'json_web_token', triggers: [tokenBeginning], match: matchJsonWebToken },
  { name: 'card_number', triggers: [digitRun], match: matchCardNumber },
  { name: 'credential_pair', triggers: credentialWords, match: matchCredentialPair },
  { name: 'url_credentials', triggers: ['://'], match: matchUrlCredentials },
]
