// A sign-in service that is not our own: oidc-provider, with its plain pages for signing in. Anyone who types a name
// there is that person.
import { createServer } from 'node:http'
import Provider from 'oidc-provider'
import { freePort } from './program.mjs'

// Its advice for real installations would drown the tests' own lines.
console.info = console.warn = () => {}

export const client = { id: 'ipstoolkit', secret: 'only-for-tests-on-this-machine' }

// Serves at issuer until stop. address is that of the program that sends people here.
export async function signInService (address) {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [{
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [`${address}/sign-in/callback`],
      post_logout_redirect_uris: [`${address}/`, `${address}/sign-in`, `${address}/signed-out`]
    }],
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `Person ${id}`, email: `${id}@example.org` }) })
  })
  const server = createServer(provider.callback())
  await new Promise(resolve => server.listen(port, '127.0.0.1', resolve))
  return { issuer, stop: () => new Promise(resolve => { server.close(resolve); server.closeAllConnections() }) }
}

// Signs in on the service's own pages: first the name (any password will do), then permission to pass it on.
export async function signInAs (page, name) {
  await page.locator('input[name=login]').fill(name)
  await page.locator('input[name=password]').fill('any')
  await page.locator('button[type=submit]').click()
  await page.locator('button[type=submit]', { hasText: /continue/i }).click()
}
