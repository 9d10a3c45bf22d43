// What reaches people outside the service, with a real mail server: an invitation by email, from the form to its acceptance, and a
// person's page of emails and calendar, with and without JavaScript.
import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { launch, person, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { client, signInAs, signInService } from './oidc.mjs'
import { postbox } from './postbox.mjs'
import { command, freePort, newFolder, start } from './program.mjs'

describe('emails and calendar', { skip }, () => {
  let folder, service, post, program, browser, lead
  before(async () => {
    folder = await newFolder()
    const listen = `127.0.0.1:${await freePort()}`
    const address = `http://${listen}`;
    [service, post] = await Promise.all([signInService(address), postbox()])
    const settings = {
      IPS_DATA: folder,
      IPS_LISTEN: listen,
      IPS_PUBLIC_URL: address,
      IPS_ISSUER_0_KEY: 'other',
      IPS_ISSUER_0_NAME: 'Another service',
      IPS_ISSUER_0_URL: service.issuer,
      IPS_ISSUER_0_CLIENT_ID: client.id,
      IPS_ISSUER_0_CLIENT_SECRET: client.secret,
      IPS_MAIL_HOST: '127.0.0.1',
      IPS_MAIL_PORT: String(post.port),
      IPS_MAIL_TLS: 'none',
      IPS_MAIL_FROM: 'IPS toolkit <ips@example.org>'
    }
    await command(['migrate'], settings)
    await command(['tenant', 'add', 'QWE'], settings)
    const printed = await command(['invite', 'QWE', '--name', 'Administrator', '--email', 'administrator@example.org'], settings);
    [program, browser] = await Promise.all([start(['serve'], address, settings), launch()])
    lead = await person(browser, program.address, { visits: [new URL(service.issuer).host] })
    await accept(lead.page, printed.match(/http\S+\/invitations\/\S+/)[0], 'administrator')
    // The invitation is made first, so that its email comes while the other tests run.
    await lead.page.goto('/icb/QWE/people')
    await fill(lead.page, { name: 'Newcomer', email: 'newcomer@example.org' })
    await lead.page.getByLabel('Steering group member').check()
    await lead.page.getByLabel('Send the invitation by email').check()
    await send(lead.page, 'Invite')
  })
  after(async () => {
    await Promise.all([program?.stop(), browser?.close(), service?.stop()])
    await post?.stop()
    await rm(folder, { recursive: true })
  })

  async function accept (page, link, name) {
    await page.goto(link)
    await page.locator('main a', { hasText: 'Sign in' }).click()
    await signInAs(page, name)
    await page.waitForURL(url => url.origin === program.address)
    await send(page, 'Accept the invitation')
  }

  // Sends a form by its button, and gives the answer to it.
  async function send (page, name) {
    const [answer] = await Promise.all([
      page.waitForResponse(r => r.request().method() === 'POST' && r.url().startsWith(program.address)), page.waitForEvent('load'),
      page.getByRole('button', { name, exact: true }).click()
    ])
    return answer
  }

  async function fill (page, fields) {
    for (const [name, value] of Object.entries(fields)) await page.locator(`main [name=${name}]`).fill(value)
  }

  async function judged (page, address) {
    const answer = await page.goto(address)
    assert.deepEqual(await judge(page, await answer.text()), [])
  }

  test('the People page says that the email waits or was sent', async () => {
    await judged(lead.page, '/icb/QWE/people')
    await lead.page.locator('.app-panel', { hasText: 'Newcomer' }).getByText(/The email (is waiting to be sent|was sent on)/).waitFor()
    assert.deepEqual(lead.breaches, [])
  })

  for (const javaScriptEnabled of [true, false]) {
    test(`a person chooses their emails, and makes and ends a calendar address, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      const state = await lead.context.storageState()
      const { page, breaches, close } = await person(browser, program.address, { storageState: state, javaScriptEnabled })
      const reminders = '/account/reminders'
      await page.goto('/account')
      await page.locator(`main a[href="${reminders}"]`).click()
      const box = page.getByLabel('Email me straight away')
      const radio = value => page.locator(`[name=digest][value=${value}]`)
      const show = () => javaScriptEnabled ? judged(page, reminders) : page.goto(reminders)
      await show()
      await page.getByText('Emails go to administrator@example.org').waitFor()
      await box.setChecked(true)
      await radio('daily').check()
      await send(page, 'Save')
      await page.getByText('Email choices saved').waitFor()
      await show()
      assert.deepEqual([await box.isChecked(), await radio('daily').isChecked()], [true, true])

      await box.uncheck() // all are off
      await radio('never').check()
      await send(page, 'Save')
      await show()
      assert.deepEqual([await box.isChecked(), await radio('never').isChecked()], [false, true])

      const address = async () => page.getByLabel('Address for your calendar').inputValue()
      const made = await send(page, 'Make an address for my calendar')
      const first = await address()
      assert.match(first, new RegExp(`^${program.address}/calendar/\\S{20,}\\.ics$`))
      const calendar = await fetch(first)
      assert.deepEqual([calendar.status, (await calendar.text()).split('\r\n')[0]], [200, 'BEGIN:VCALENDAR'])
      if (javaScriptEnabled) assert.deepEqual(await judge(page, await made.text()), [])

      await show()
      await page.getByText('We cannot show it again').waitFor()
      await send(page, 'Make a new address')
      const second = await address()
      assert.deepEqual([(await fetch(first)).status, (await fetch(second)).status], [404, 200])
      await send(page, 'Stop the address working')
      await page.getByText('The calendar address no longer works').waitFor()
      assert.equal((await fetch(second)).status, 404)
      await page.getByRole('button', { name: 'Make an address for my calendar' }).waitFor()
      assert.deepEqual(breaches, [])
      await close()
    })
  }

  test('the email with the invitation comes, and its link works once', async () => {
    const email = await post.email(/^To: <newcomer@example\.org>$/m)
    const [link] = email.match(new RegExp(`${program.address}/invitations/\\S+`))
    const newcomer = await person(browser, program.address, { visits: [new URL(service.issuer).host] })
    await accept(newcomer.page, link, 'newcomer')
    await newcomer.page.waitForURL('**/icb/QWE')
    await newcomer.page.goto(link)
    await newcomer.page.getByRole('heading', { name: 'This invitation link does not work' }).waitFor()
    assert.deepEqual(newcomer.breaches, [])
    assert.equal(post.emails.length, 1)
    await newcomer.close()
  })
})
