/** For whom something is: everybody, the network's members, or one group, named by its slug. */
export const AUDIENCE = /^(public|network|group:[a-z0-9-]{1,100})$/
