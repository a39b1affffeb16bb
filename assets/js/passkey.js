// SPDX-License-Identifier: AGPL-3.0-or-later
// Passkeys: a hidden field of the page's form says what to ask of the browser; what the browser
// answers goes into the other hidden fields, and the form is sent as any form is.
const { form } = document.querySelector('input[name="_passkey"]')
const asked = JSON.parse(form.elements.namedItem('_passkey').value)
const button = form.querySelector('button')

const toBytes = (text) => Uint8Array.from(
  atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

// Nobody has to hurry: an hour, as long as the question is good for.
const PATIENCE_MS = 3_600_000
const ALGORITHMS = [-7, -8, -257] // ES256, EdDSA, RS256

async function create() {
  const credential = await navigator.credentials.create({
    publicKey: {
      challenge: toBytes(asked.challenge),
      rp: { id: asked.rp, name: asked.place },
      user: { id: toBytes(asked.user), name: asked.name, displayName: asked.name },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: asked.has.map((id) => ({ type: 'public-key', id: toBytes(id) })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
      timeout: PATIENCE_MS,
    },
  })
  return {
    credential: credential.rawId,
    client_data: credential.response.clientDataJSON,
    auth_data: credential.response.getAuthenticatorData(),
  }
}

async function get() {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: toBytes(asked.challenge), rpId: asked.rp, userVerification: 'required',
      timeout: PATIENCE_MS,
    },
  })
  return {
    credential: credential.rawId,
    client_data: credential.response.clientDataJSON,
    auth_data: credential.response.authenticatorData,
    signature: credential.response.signature,
  }
}

function say(words) {
  let box = document.querySelector('[data-passkey-says]')
  if (!box) {
    box = document.createElement('div')
    box.className = 'govuk-inset-text'
    box.dataset.passkeySays = ''
    box.setAttribute('role', 'alert')
    form.before(box)
  }
  box.textContent = words
}

async function ask() {
  try {
    const answer = await (asked.kind === 'create' ? create() : get())
    for (const [name, bytes] of Object.entries(answer))
      form.elements.namedItem(name).value = toText(bytes)
    form.submit()
  } catch (error) {
    say(error.name === 'InvalidStateError' ? asked.known : asked.stopped)
    button.disabled = false
    button.focus()
  }
}

// Firefox before 119 and Safari before 16 would make a passkey and not be able to tell us of it:
// the person would be left with one that opens nothing.
const isTooOld = !window.PublicKeyCredential || (asked.kind === 'create' &&
  !window.AuthenticatorAttestationResponse?.prototype.getAuthenticatorData)

if (isTooOld) {
  say(asked.none)
  form.hidden = true
} else form.addEventListener('submit', (event) => {
  event.preventDefault()
  button.disabled = true // a second press would stop the first
  ask()
})
