/**
 * WebAuthn's own JSON, to and fro: browsers that are still in service have keys, but not yet the
 * functions that read and write it.
 */
export function canUsePasskeys() {
  return 'PublicKeyCredential' in window && isSecureContext
}

export function creationOf(json: unknown): PublicKeyCredentialCreationOptions {
  const options = Object(json)
  return {
    ...options,
    challenge: bytesOf(options.challenge),
    user: { ...options.user, id: bytesOf(options.user.id) },
    excludeCredentials: described(options.excludeCredentials),
  }
}

export function requestOf(json: unknown): PublicKeyCredentialRequestOptions {
  const options = Object(json)
  return {
    ...options,
    challenge: bytesOf(options.challenge),
    allowCredentials: described(options.allowCredentials),
  }
}

/** What the hub is told of the device's answer. */
export function answerOf(credential: Credential | null) {
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException('', 'NotAllowedError')
  const { id, type, response, authenticatorAttachment } = credential
  return {
    ...{ id, rawId: textOf(credential.rawId), type },
    ...(authenticatorAttachment ? { authenticatorAttachment } : {}),
    clientExtensionResults: {},
    response: partsOf(response),
  }
}

function partsOf(response: AuthenticatorResponse) {
  const clientDataJSON = textOf(response.clientDataJSON)
  if (response instanceof AuthenticatorAttestationResponse) {
    const transports = response.getTransports?.() ?? []
    return { clientDataJSON, transports, attestationObject: textOf(response.attestationObject) }
  }
  if (!(response instanceof AuthenticatorAssertionResponse)) return { clientDataJSON }
  const { authenticatorData, signature, userHandle } = response
  return {
    clientDataJSON,
    authenticatorData: textOf(authenticatorData),
    signature: textOf(signature),
    ...(userHandle ? { userHandle: textOf(userHandle) } : {}),
  }
}

function described(list: { id: string }[] = []): PublicKeyCredentialDescriptor[] {
  return list.map(({ id, ...rest }) => ({ ...rest, type: 'public-key', id: bytesOf(id) }))
}

function bytesOf(text: string) {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, letter => letter.charCodeAt(0))
}

function textOf(bytes: ArrayBuffer) {
  const letters = Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join('')
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
