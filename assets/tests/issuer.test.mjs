// A real service, set up as an operator does it, with a sign-in service that is not our own: invitation, sign-in, a
// save, sign-out, and a stranger without any ICB.
import assert from 'node:assert/strict'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { launch, person, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { client, signInAs, signInService } from './oidc.mjs'
import { command, freePort, newFolder, start } from './program.mjs'

// An operator's folder with the edition that follows: the same text, published a year later.
async function nextEdition (folder) {
  const shipped = await readFile(new URL('../../toolkit/edition/editions/2026-03.yaml', import.meta.url), 'utf8')
  await mkdir(folder)
  const next = shipped.replace('\nid: 2026-03\n', '\nid: 2027-03\nfollows: 2026-03\n').replace('published: 2026-03-01', 'published: 2027-03-01')
  await writeFile(join(folder, 'next.yaml'), next)
}

describe('a sign-in service that is not our own', { skip }, () => {
  let folder, settings, service, program, browser
  before(async () => {
    folder = await newFolder()
    const listen = `127.0.0.1:${await freePort()}`
    const address = `http://${listen}`
    service = await signInService(address)
    settings = {
      IPS_DATA: folder,
      IPS_LISTEN: listen,
      IPS_PUBLIC_URL: address,
      IPS_ISSUER_0_KEY: 'other',
      IPS_ISSUER_0_NAME: 'Another service',
      IPS_ISSUER_0_URL: service.issuer,
      IPS_ISSUER_0_CLIENT_ID: client.id,
      IPS_ISSUER_0_CLIENT_SECRET: client.secret,
      IPS_ISSUER_1_KEY: 'down',
      IPS_ISSUER_1_NAME: 'A service that is down',
      IPS_ISSUER_1_URL: 'http://127.0.0.1:1',
      IPS_ISSUER_1_CLIENT_ID: client.id
    }
    await command(['migrate'], settings)
    await command(['tenant', 'add', 'QWE'], settings)
    await nextEdition(join(folder, 'editions'));
    [program, browser] = await Promise.all([start(['serve'], address, { ...settings, IPS_EDITIONS: join(folder, 'editions') }), launch()])
  })
  after(async () => {
    await Promise.all([program?.stop(), browser?.close(), service?.stop()])
    await rm(folder, { recursive: true })
  })

  const visitor = () => person(browser, program.address, { visits: [new URL(service.issuer).host] })

  // Chooses the service on our own page, then signs in on the service's.
  async function signIn (page, name) {
    await page.getByRole('button', { name: 'Another service' }).click()
    await signInAs(page, name)
    await page.waitForURL(url => url.origin === program.address)
  }

  async function judged (page, address) {
    const answer = await page.goto(address)
    assert.deepEqual(await judge(page, await answer.text()), [])
    return answer.status()
  }

  test('an invitation, once', async () => {
    const printed = await command(['invite', 'QWE', '--name', 'Commissioner', '--email', 'commissioner@example.org', '--role', 'commissioner'], settings)
    const link = printed.match(/http\S+\/invitations\/\S+/)[0]
    const { page, breaches, close } = await visitor()
    await judged(page, link)
    await page.locator('main a', { hasText: 'Sign in' }).click()
    await signIn(page, 'commissioner')
    await judged(page, link)
    await page.locator('main button[type=submit]', { hasText: 'Accept' }).click()
    await page.goto('/icb/QWE/toolkit/3.4')
    await page.locator('[name=notes]').fill('Signed in elsewhere.')
    await page.locator('main form[method=post] button[type=submit]').last().click()
    await page.locator('[data-saved]').waitFor()

    await page.locator('form[data-sign-out] button').click()
    await page.waitForLoadState()
    const end = page.locator('button', { hasText: /yes, sign me out/i }) // the other service asks too
    if (await end.count()) await end.click()
    await page.waitForURL(url => url.origin === program.address)
    assert.equal((await page.request.get('/icb/QWE', { maxRedirects: 0 })).status(), 303)
    assert.deepEqual(breaches, [])
    await close()

    const second = await visitor()
    await judged(second.page, link)
    assert.equal(await second.page.locator('main button[type=submit]').count(), 0, 'a used invitation invites nobody')
    await second.close()
  })

  test('a newer edition is taken up in a round, and undone', async () => {
    const printed = await command(['invite', 'QWE', '--name', 'Administrator', '--email', 'administrator@example.org'], settings)
    const { page, breaches, close } = await visitor()
    await page.goto(printed.match(/http\S+\/invitations\/\S+/)[0])
    await page.locator('main a', { hasText: 'Sign in' }).click()
    await signIn(page, 'administrator')
    await page.locator('main button[type=submit]', { hasText: 'Accept' }).click()
    await page.goto('/icb/QWE/rounds')
    await page.locator('main a[href$="/open"]').first().click()
    await page.locator('main button[type=submit]').click()
    await page.locator('main a[href$="/edition"]').first().click()
    const edition = page.url()
    const send = name => Promise.all([page.waitForResponse(r => r.request().method() === 'POST'), page.getByRole('button', { name }).click()])
    await judged(page, edition)
    await page.getByText('22 same, 0 changed').first().waitFor()
    await send('Move to the edition of March 2027')
    await judged(page, edition)
    await send('Go back to the edition of March 2026')
    await judged(page, edition)
    await page.getByRole('button', { name: 'Move to the edition of March 2027' }).waitFor()
    assert.deepEqual(breaches, [])
    await close()
  })

  test('a stranger reaches nothing', async () => {
    const { page, breaches, close } = await visitor()
    await page.goto('/icb/QWE/toolkit/3.4')
    await signIn(page, 'stranger')
    assert.equal(await judged(page, '/icb/QWE'), 404)
    const unknown = await page.request.get('/icb/XXX')
    assert.equal(unknown.status(), 404)
    await judged(page, '/my-icbs')
    assert.match(await page.locator('main').textContent(), /administrator|invit/i, 'it says whom to ask')
    assert.deepEqual(breaches, [])
    await close()
  })

  test('one service of two is down', async () => {
    const { page, breaches, close } = await visitor()
    assert.equal(await judged(page, '/sign-in?next=/icb/QWE'), 200)
    await page.getByRole('button', { name: 'A service that is down' }).click()
    await page.locator('main', { hasText: /sign/i }).waitFor()
    assert.equal(new URL(page.url()).origin, program.address)
    assert.deepEqual(breaches, [])
    await judged(page, '/sign-in')
    await signIn(page, 'stranger')
    await close()
  })
})
