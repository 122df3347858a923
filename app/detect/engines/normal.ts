/**
 * The standard normal distribution. The tail by the rational approximations of Cody (1969, "Rational Chebyshev
 * approximations for the error function", Math. Comp. 23), the quantile by Wichura's AS 241 (1988, Appl. Statist. 37), both
 * to about 1e-16. jstat has no types and has not been released for years, @stdlib's brings some eighty packages for two functions.
 */
export function normalCdf(z: number): number {
  return z <= 0 ? upperTail(-z) : 1 - upperTail(z)
}

/** The chance of a value beyond `z` in either direction; accurate far out, where 1 − cdf is 0. `z` is 0 or more. */
export function twoSidedTail(z: number): number {
  return Math.min(1, 2 * upperTail(z))
}

/** P(Z > z) for z ≥ 0. */
function upperTail(z: number): number {
  if (z <= 0.67448975) return 0.5 - centralPart(z)
  if (z > 38) return 0
  const factor = z <= Math.sqrt(32) ? middlePart(z) : farPart(z)
  // exp(-z²/2) in two steps, so that the rounding of z² does not grow (Cody).
  const coarse = Math.trunc(z * 16) / 16
  return Math.exp(-coarse * coarse * 0.5) * Math.exp(-(z - coarse) * (z + coarse) * 0.5) * factor
}

const centralNumerator = [2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356, 0.06568233791820745]
const centralDenominator = [47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673]

/** Φ(z) − 1/2. */
function centralPart(z: number): number {
  const square = z * z
  const a = centralNumerator
  const b = centralDenominator
  let top = a[4]! * square
  let bottom = square
  for (let i = 0; i < 3; i += 1) {
    top = (top + a[i]!) * square
    bottom = (bottom + b[i]!) * square
  }
  return (z * (top + a[3]!)) / (bottom + b[3]!)
}

const middleNumerator = [
  0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726, 6848.190450536283, 11602.65143764735,
  9842.714838383978, 1.0765576773720192e-8,
]
const middleDenominator = [
  22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598, 38912.00328609327,
  19685.429676859992,
]

function middlePart(z: number): number {
  const c = middleNumerator
  const d = middleDenominator
  let top = c[8]! * z
  let bottom = z
  for (let i = 0; i < 7; i += 1) {
    top = (top + c[i]!) * z
    bottom = (bottom + d[i]!) * z
  }
  return (top + c[7]!) / (bottom + d[7]!)
}

const farNumerator = [
  0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934, 0.000029112874951168793, 0.023073441764940174,
]
const farDenominator = [1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 0.00007297515550839662]

function farPart(z: number): number {
  const square = 1 / (z * z)
  const p = farNumerator
  const q = farDenominator
  let top = p[5]! * square
  let bottom = square
  for (let i = 0; i < 4; i += 1) {
    top = (top + p[i]!) * square
    bottom = (bottom + q[i]!) * square
  }
  const rest = (square * (top + p[4]!)) / (bottom + q[4]!)
  return (0.3989422804014327 - rest) / z
}

const ratio = (numerator: readonly number[], denominator: readonly number[], r: number) => poly(numerator, r) / poly(denominator, r)

/** Highest power first. */
function poly(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (const coefficient of coefficients) sum = sum * x + coefficient
  return sum
}

const quantileCentre = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513, 133.14166789178438,
    3.3871328727963665,
  ],
  [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579, 42.31333070160091,
    1,
  ],
] as const
const quantileNear = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045, 5.769497221460691,
    4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851, 1.6763848301838038,
    2.053191626637759, 1,
  ],
] as const
const quantileFar = [
  [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487, 1.7848265399172913,
    5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133, 0.014875361290850615, 0.1369298809227358,
    0.599832206555888, 1,
  ],
] as const

/** Φ⁻¹(p) for 0 < p < 1. */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return q * ratio(quantileCentre[0], quantileCentre[1], 0.180625 - q * q)
  const root = Math.sqrt(-Math.log(q < 0 ? p : 1 - p))
  const size = root <= 5 ? ratio(quantileNear[0], quantileNear[1], root - 1.6) : ratio(quantileFar[0], quantileFar[1], root - 5)
  return q < 0 ? -size : size
}
