import { describe, expect, test } from 'vitest'
import { secretPatterns, type SecretPattern } from '../../model/masking.ts'
import { createTextMasker } from './mask-text.ts'

// Assembled here: whole, they would look like secrets to whoever scans this repository.
const join = (...parts: string[]) => parts.join('')
const awsKey = join('AKIA', 'IOSFODNN7EXAMPLE')
const awsSecret = join('wJalrXUtnFEMI/K7MDENG', '/bPxRfiCYEXAMPLEKEY')
const github = join('ghp_', 'a1B2'.repeat(9))
const fineGrained = join('github_pat_', '11ABCDEFG0abcdefghijkl_', 'x'.repeat(59))
const webToken = join('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U')
const begin = join('-----BEGIN RSA ', 'PRIVATE KEY-----')
const end = join('-----END RSA ', 'PRIVATE KEY-----')

const masked: Record<SecretPattern, [string, string][]> = {
  authorization_header: [
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer ***'],
    ['authorization: Basic dXNlcjpwYXNzd29yZA== from 10.0.0.1', 'authorization: Basic *** from 10.0.0.1'],
    ['"Authorization":"Bearer abc123","x":1', '"Authorization":"Bearer ***","x":1'],
    [String.raw`{\"Authorization\":\"Token abc123\",\"x\":1}`, String.raw`{\"Authorization\":\"Token ***\",\"x\":1}`],
    ['Proxy-Authorization: NTLM TlRMTVNTUAABAAAA', 'Proxy-Authorization: NTLM ***'],
    ['Authorization: hunter2x9', 'Authorization: ***'],
    ['Authorization: Custom hunter2x9 next', 'Authorization: *** next'],
    ['Authorization: Digest username="bob", response="6629fae4"\r\nHost: x', 'Authorization: Digest ***\r\nHost: x'],
    [
      `Authorization: AWS4-HMAC-SHA256 Credential=${awsKey}/20130524, Signature=fe5f80f77d5fa3beca03`,
      'Authorization: AWS4-HMAC-SHA256 ***',
    ],
    [`curl -H "Authorization: Bearer abc123" http://x`, `curl -H "Authorization: Bearer ***" http://x`],
    ['authorization=Bearer%20abc123&x=1', 'authorization=Bearer%20***&x=1'],
    ['Cookie: sessionid=abc; csrftoken=def', 'Cookie: ***'],
    ['"GET / HTTP/1.1" "Set-Cookie: id=a3fWa; Secure"', '"GET / HTTP/1.1" "Set-Cookie: ***"'],
    ['sent Bearer mF_9.B5f-4.1JqM1234 to it', 'sent Bearer *** to it'],
  ],
  aws_access_key: [
    [`key ${awsKey} used`, 'key *** used'],
    [`"accessKeyId":"${awsKey}"`, '"accessKeyId":"***"'],
  ],
  aws_secret_key: [
    [`aws_secret_access_key = ${awsSecret}`, 'aws_secret_access_key = ***'],
    [`"SecretAccessKey": "${awsSecret}"`, '"SecretAccessKey": "***"'],
  ],
  github_token: [
    [`cloning with ${github}.`, 'cloning with ***.'],
    [`x${github} ${fineGrained}`, 'x*** ***'],
  ],
  private_key_block: [
    [`${begin}\nMIIEow\nabc=\n${end}\nafter`, `${begin}***${end}\nafter`],
    [`${begin}\nMIIEow cut here`, `${begin}***`],
    [
      join('-----BEGIN ', 'PRIVATE KEY-----\\nabc\\n-----END ', 'PRIVATE KEY-----'),
      join('-----BEGIN ', 'PRIVATE KEY-----***-----END ', 'PRIVATE KEY-----'),
    ],
    [join('-----BEGIN PGP ', 'PRIVATE KEY BLOCK-----\n\nabc'), join('-----BEGIN PGP ', 'PRIVATE KEY BLOCK-----***')],
  ],
  json_web_token: [
    [`jwt ${webToken}, then`, 'jwt ***, then'],
    [`a/${webToken}/b`, 'a/***/b'],
    [`bad_${webToken}`, 'bad_***'],
  ],
  card_number: [
    ['paid with 4111111111111111.', 'paid with ***.'],
    ['paid with 4111 1111 1111 1111 12/28', 'paid with *** 12/28'],
    ['paid with 5500-0055-5555-5559', 'paid with ***'],
    ['at 1732187654 3782 822463 10005 ok', 'at 1732187654 *** ok'],
    ['378282246310005,6011111111111117', '***,***'],
    ['old 4222222222222 end', 'old *** end'],
    ['4111111111111111 5500005555555559', '*** ***'],
    ['12  4111111111111111', '12  ***'],
  ],
  credential_pair: [
    ['password=hunter2 next', 'password=*** next'],
    ['Password: hunter2, then', 'Password: ***, then'],
    ['passwd: hunter2', 'passwd: ***'],
    ['db_password = "two words" x', 'db_password = "***" x'],
    [`secret='a b' c`, `secret='***' c`],
    ['GET /login?user=bob&password=a%20b&x=1 HTTP/1.1', 'GET /login?user=bob&password=***&x=1 HTTP/1.1'],
    ['next=%2Flogin%3Fpassword%3Dhunter2%26x%3D1', 'next=%2Flogin%3Fpassword%3D***%26x%3D1'],
    ['{"user":"bob","password":"a\\"b","token":12}', '{"user":"bob","password":"***","token":"***"}'],
    ['{"secret":{"a":["}"]},"b":1}', '{"secret":"***","b":1}'],
    [String.raw`"body":"{\"api_key\":\"k\",\"token\":null}"`, String.raw`"body":"{\"api_key\":\"***\",\"token\":\"***\"}"`],
    ['[auth@1 password="a\\]b" user="x"] said', '[auth@1 password="***" user="x"] said'],
    ['Server=db;Uid=sa;Pwd=hunter2;Database=x', 'Server=db;Uid=sa;Pwd=***;Database=x'],
    ['user=a,password=b,c!,host=d', 'user=a,password=***,host=d'],
    ['X-Api-Key: abcdef', 'X-Api-Key: ***'],
    ['user[password]=hunter2&commit=1', 'user[password]=***&commit=1'],
    ['<user>bob</user><password>hunter2</password>', '<user>bob</user><password>***</password>'],
    ['COMMAND=/usr/bin/mysql --password hunter2 -h db', 'COMMAND=/usr/bin/mysql --password *** -h db'],
    [':password => "hunter2"', ':password => "***"'],
    ['(password=hunter2)', '(password=***)'],
    ['{"msg":"password=hunter2\\nnext"}', '{"msg":"password=***\\nnext"}'],
    ['password=pässwörd ok', 'password=*** ok'],
  ],
  url_credentials: [
    ['postgres://app:hunter2@db:5432/x', 'postgres://app:***@db:5432/x'],
    ['https://bob:p@ss@host/', 'https://bob:***@host/'],
    ['redis://:hunter2@cache', 'redis://:***@cache'],
  ],
}

const all = createTextMasker({ patterns: secretPatterns })

describe.each(secretPatterns)('%s', (name) => {
  test.each(masked[name])('%s', (text, expected) => {
    const alone = createTextMasker({ patterns: [name] })
    expect(all.maskText(text)).toBe(expected)
    expect(alone.maskText(text)).toBe(expected)
    expect(alone.counts[name]).toBeGreaterThan(0)
  })

  test('left alone when it is switched off', () => {
    const others = createTextMasker({ patterns: secretPatterns.filter((each) => each !== name) })
    for (const [text] of masked[name]) others.maskText(text)
    expect(others.counts[name]).toBeUndefined()
  })
})

test.each([
  '<38>Nov 21 10:00:00 web-1 sshd[811]: Failed password for root from 203.0.113.7 port 51234 ssh2',
  '<38>Nov 21 10:00:00 web-1 sshd[811]: Accepted password for alice from 10.0.0.7 port 51234 ssh2',
  '<85>Nov 21 10:00:00 web-1 sudo:  alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/passwd bob',
  '<85>Nov 21 10:00:00 web-1 sudo:  alice : TTY=unknown ; PWD=unknown ; USER=root ; COMMAND=/bin/ls',
  '<85>Nov 21 10:00:00 web-1 passwd[99]: pam_unix(passwd:chauthtok): password changed for bob',
  '<85>Nov 21 10:00:00 web-1 passwd: password for bob changed by root',
  '<85>2026-11-21T10:00:00.123Z web-1 chpasswd: password for bob changed',
  '<86>Nov 21 10:00:00 web-1 gdm-password]: pam_unix(gdm-password:auth): authentication failure; logname= uid=0',
  `Access denied for user 'root'@'localhost' (using password: YES)`,
  'bob ALL=(ALL) NOPASSWD: ALL',
  'cat: /etc/passwd: Permission denied',
  'IN=eth0 OUT= MAC=02:00:00:00:00:01 SRC=10.0.0.7 DST=198.51.100.9 LEN=60 TTL=64 ID=54321 PROTO=TCP SPT=51234 DPT=443',
  'cookie=0x0, duration=12.3s, n_packets=5',
  'Possible SYN flooding on port 80. Sending cookies.',
  'Basic authentication is enabled; bearer of bad news',
  'flow 4111111111111112 at 1732187654123456 id 4111-2222',
  'trace 4111111111111111a 0.4111111111111111 x4111111111111111',
  'uuid 12345678-4111-1111-1111-111111111111',
  'http://proxy.example:8080/a@b and ssh://git@example.org/x',
  join('-----BEGIN ', 'CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'),
  'the private key was rotated; the secret is out; token expired',
  'eyJ.eyJ.x and eyJhbGciOiJIUzI1NiJ9 alone',
  '{"iam:CreateAccessKey":1,"accessKey":{"status":"Active"}}',
  'password= user=bob and password="" and token=&x=1',
])('is no secret: %s', (text) => {
  const bytes = new TextEncoder().encode(text)
  expect(all.mask(bytes)).toBe(bytes)
})

test('bytes that are no text go through as they are', () => {
  const bytes = Uint8Array.from([0xff, 0xfe, 0, ...new TextEncoder().encode('password=hunter2 '), 0x80, 0xff])
  expect([...all.mask(bytes)]).toEqual([0xff, 0xfe, 0, ...new TextEncoder().encode('password=*** '), 0x80, 0xff])
})
