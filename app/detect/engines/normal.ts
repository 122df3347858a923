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

const centralNumerator = [
  2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582, 18154.981253343561249, 0.065682337918207449113,
]
const centralDenominator = [47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956]

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
  0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979, 597.27027639480026226, 2494.5375852903726711, 6848.1904505362823326,
  11602.651437647350124, 9842.7148383839780218, 1.0765576773720192317e-8,
]
const middleDenominator = [
  22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755, 18615.571640885098091, 34900.952721145977266,
  38912.003286093271411, 19685.429676859990727,
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
  0.21589853405795699, 0.1274011611602473639, 0.022235277870649807, 0.001421619193227893466, 2.9112874951168792e-5, 0.02307344176494017303,
]
const farDenominator = [1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244, 7.29751555083966205e-5]

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
  return (0.39894228040143267794 - rest) / z
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
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
    1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
  ],
  [
    5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077, 687.1870074920579083,
    42.313330701600911252, 1,
  ],
] as const
const quantileNear = [
  [
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504,
    5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  ],
  [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459, 0.68976733498510000455,
    1.6763848301838038494, 2.05319162663775882187, 1,
  ],
] as const
const quantileFar = [
  [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093, 0.29656057182850489123,
    1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  ],
  [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4, 0.0148753612908506148525,
    0.13692988092273580531, 0.59983220655588793769, 1,
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
