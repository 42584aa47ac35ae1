import { Double } from 'bson'
import { StoreError } from '../errors.ts'
import { onDouble, onNumbers } from './arithmetic.ts'
import type { Operator } from './operator.ts'

const BOUNDS = 'Location50989'
const isAngle = (number: number) => !Number.isFinite(number) === Number.isNaN(number)
const isSine = (number: number) => !(Math.abs(number) > 1)

/** Trigonometry, in radians: doubles in, doubles out. */
export const TRIGONOMETRY: Record<string, Operator> = {
  $sin: onDouble('$sin', Math.sin, isAngle, BOUNDS),
  $cos: onDouble('$cos', Math.cos, isAngle, BOUNDS),
  $tan: onDouble('$tan', Math.tan, isAngle, BOUNDS),
  $asin: onDouble('$asin', Math.asin, isSine, BOUNDS),
  $acos: onDouble('$acos', Math.acos, isSine, BOUNDS),
  $atan: onDouble('$atan', Math.atan),
  $atan2: {
    least: 2,
    most: 2,
    work: (y, x) => onNumbers('$atan2', [y, x], (a, b) => new Double(Math.atan2(a, b))),
  },
  $sinh: onDouble('$sinh', Math.sinh),
  $cosh: onDouble('$cosh', Math.cosh),
  $tanh: onDouble('$tanh', Math.tanh),
  $asinh: onDouble('$asinh', Math.asinh),
  $acosh: onDouble('$acosh', Math.acosh, number => !(number < 1), BOUNDS),
  $atanh: onDouble('$atanh', Math.atanh, isSine, BOUNDS),
  $degreesToRadians: onDouble('$degreesToRadians', degrees => degrees * (Math.PI / 180)),
  $radiansToDegrees: onDouble('$radiansToDegrees', radians => radians * (180 / Math.PI)),
  $log: { least: 2, most: 2, work: logarithm },
}

function logarithm(value: unknown, base: unknown): unknown {
  return onNumbers('$log', [value, base], (number, of) => {
    if (number <= 0)
      throw new StoreError(
        'Location28758',
        `$log's argument must be a positive number, but is ${number}`,
      )
    if (of <= 0 || of === 1)
      throw new StoreError(
        'Location28759',
        `$log's base must be a positive number not equal to 1, but is ${of}`,
      )
    return new Double(Math.log(number) / Math.log(of))
  })
}
