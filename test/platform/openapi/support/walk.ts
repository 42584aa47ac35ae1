/** What Express says of a router: its routes, and the routers mounted in it. */
type Listed = { path: unknown; methods?: string[]; router?: unknown }

/** Every route that a router serves, as `POST /discussions/:id/verrou`. */
export function callsOf(router: unknown, prefix = ''): string[] {
  return listed(router).flatMap(({ path, methods, router: mounted }) => {
    if (typeof path !== 'string') throw new Error(`A route under ${prefix} has no plain address`)
    const address = `${prefix}${path}`.replace(/(.)\/+$/, '$1').replace(/^\/+/, '/')
    if (mounted) return callsOf(mounted, address === '/' ? '' : address)
    const verbs = (methods ?? []).map(method => method.toUpperCase())
    return verbs.filter(verb => verb !== 'HEAD').map(verb => `${verb} ${address}`)
  })
}

function listed(router: unknown): Listed[] {
  const list: unknown = Reflect.get(Object(router), 'listRoutes')
  if (typeof list !== 'function') throw new Error('This Express does not list its routes')
  return list.call(router)
}
