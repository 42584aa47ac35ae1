type Chosen = { act?: string | null; bar?: string | null } | null | undefined

/**
 * The network's own colours over the hub's, as a stylesheet. In the light only: in the dark the hub's own
 * are bright on dark ground, and a colour that carries white text would not be read there.
 */
export function colourSheet(colours: Chosen) {
  const rules = [
    ...(colours?.act ? [`--act:${colours.act};--act-2:${mixed(colours.act, 0, 0.22)}`] : []),
    ...(colours?.bar ? [`--bar:${colours.bar};--bar-2:${mixed(colours.bar, 255, 0.12)}`] : []),
  ].join(';')
  return `@media (prefers-color-scheme:light){:root:not([data-theme=dark]){${rules}}}:root[data-theme=light]{${rules}}\n`
}

/** A colour with some black (0) or white (255) in it; computed here, since older browsers have no color-mix(). */
function mixed(hex: string, towards: number, share: number) {
  const channels = [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16))
  return `#${channels
    .map(channel => Math.round(channel + (towards - channel) * share))
    .map(channel => channel.toString(16).padStart(2, '0'))
    .join('')}`
}
