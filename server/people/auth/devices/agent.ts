/** The first that matches names it: most browsers say that they are others too. */
const BROWSERS: [string, RegExp][] = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\b(OPR|Opera)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS|Chromium|HeadlessChrome)\//],
  ['Safari', /\bVersion\/.* Safari\//],
]

const SYSTEMS: [string, RegExp][] = [
  ['Windows', /\bWindows\b/],
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
]

/** Browser and system as their owner calls them; empty when a request does not say. */
export function readAgent(userAgent = '') {
  const said = userAgent.slice(0, 500)
  return { browser: firstOf(BROWSERS, said), system: firstOf(SYSTEMS, said) }
}

function firstOf(names: [string, RegExp][], said: string) {
  return names.find(([, pattern]) => pattern.test(said))?.[0] ?? ''
}
