// The page with every component on it, and what our modules do for the person who types into it. The Go test of
// server/page starts this file and serves the page; its address is in IPS_KITCHEN.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, beforeEach, afterEach, test } from 'node:test'
import { launch, person } from './browser.mjs'
import { validator } from './html.mjs'
import { settled } from './judge.mjs'

const address = process.env.IPS_KITCHEN
const kitchen = '/icb/QWE/kitchen'
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let browser, visitor, page

before(async () => { browser = await launch() })
after(() => browser?.close())
beforeEach(async () => {
  visitor = await person(browser, address)
  page = visitor.page
  page.on('dialog', dialog => dialog.accept())
})
afterEach(async () => {
  assert.deepEqual(visitor.breaches, [])
  await visitor.close()
})

const kept = () => page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith('ips-draft')))
const offer = () => page.locator('.app-kept')

async function typeNotes (text) {
  await page.goto(kitchen)
  await page.locator('#notes').pressSequentially(text)
  await page.waitForFunction(text => Object.values(localStorage).some(value => value.includes(text)), text)
}

async function submit () {
  await page.getByRole('button', { name: 'Save and go to 4.1' }).click()
  await page.waitForLoadState()
}

for (const [name, path, post] of [
  ['full', `${kitchen}?saved=1`], ['refused', kitchen, { notes: 'bad', 'review_on-day': '31' }],
  ['not found', '/nowhere'], ['session ended', '/icb/QWE/ended', { notes: 'Words that took a while', status: 'in_place' }],
  ['cannot be saved', '/icb/QWE/full', { notes: 'Words that took a while' }]
]) {
  test(`${name}: accessible, and never scrolled sideways`, async () => {
    await page.goto(post ? '/icb/QWE/empty' : path)
    if (post) await send(path, post)
    await page.evaluate(axe)
    for (const width of [1100, 320]) {
      await page.setViewportSize({ width, height: 800 })
      await settled(page)
      const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
      assert.deepEqual(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 200)).join(' | ')}`), [])
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width, `the page is wider than ${width} pixels`)
    }
  })
}

async function send (path, fields) {
  await page.evaluate(([path, fields]) => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action: path })
    for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement('input'), { name, value }))
    document.body.append(form)
    form.submit()
  }, [path, fields])
  await page.waitForURL(url => url.pathname === path)
  await page.waitForLoadState()
}

test('HTML is sound', async () => {
  for (const path of [`${kitchen}?saved=1`, '/nowhere']) {
    const report = await validator.validateString(await (await fetch(address + path)).text())
    assert.deepEqual(report.results.flatMap(r => r.messages.map(m => `${path}:${m.line} ${m.ruleId} ${m.message}`)), [])
  }
})

test('what was typed is kept, offered and put back when asked', async () => {
  await typeNotes('Half a sentence')
  await page.reload()
  await offer().waitFor()
  assert.equal(await page.locator('#notes').inputValue(), '', 'put back without being asked')
  await page.getByRole('button', { name: 'Restore my text' }).click()
  assert.equal(await page.locator('#notes').inputValue(), 'Half a sentence')
  assert.equal(await offer().count(), 0)
})

test('it is kept for one person, ICB, form and version', async () => {
  await typeNotes('Mine')
  const [[key]] = await kept()
  assert.equal(key, 'ips-draft|person-lead|QWE|/icb/QWE/kitchen|3')
  for (const other of ['person=someone-else', 'tenant=QT1']) {
    await page.goto(`${kitchen}?${other}`)
    assert.equal(await offer().count(), 0, other)
  }
  await page.goto(`${kitchen}?version=4`)
  await offer().waitFor()
  assert.match(await offer().innerText(), /saved since then/)
})

test('notes for commissioners only are never kept', async () => {
  await page.goto(kitchen)
  await page.locator('#private_notes').fill('Between us')
  await page.locator('#notes').fill('For all')
  await page.waitForFunction(() => Object.values(localStorage).some(value => value.includes('For all')))
  const all = JSON.stringify(await page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }]))
  assert.ok(!all.includes('Between us'))
})

test('ticks and choices come back too', async () => {
  await page.goto(kitchen)
  await page.getByLabel('Providers send figures every quarter').check()
  await page.getByLabel('Not started').check()
  await page.waitForFunction(() => Object.values(localStorage).some(value => value.includes('c2')))
  await page.reload()
  await page.getByRole('button', { name: 'Restore my text' }).click()
  assert.ok(await page.getByLabel('Providers send figures every quarter').isChecked())
  assert.ok(await page.getByLabel('Not started').isChecked())
})

test('discarded text is gone', async () => {
  await typeNotes('Rubbish')
  await page.reload()
  await page.getByRole('button', { name: 'Discard it' }).click()
  assert.deepEqual(await kept(), [])
  await page.reload()
  assert.equal(await offer().count(), 0)
})

test('saved text is no longer kept; refused text is', async () => {
  await typeNotes('refuse me')
  await submit()
  assert.equal((await kept()).length, 1)
  assert.equal(await offer().count(), 0, 'offered though it stands in the form')
  await page.locator('#notes').fill('fine')
  await submit()
  await page.locator('[data-saved]').waitFor()
  assert.deepEqual(await kept(), [])
})

test('signing out forgets it; a session that ends does not', async () => {
  await typeNotes('Until I sign out')
  await page.goto('/privacy')
  assert.equal((await kept()).length, 1)
  await page.goto(kitchen)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-out')
  assert.deepEqual(await kept(), [])
})

test('after 7 days it is forgotten', async () => {
  await typeNotes('Long ago')
  await page.evaluate(() => {
    for (const [key, value] of Object.entries(localStorage)) {
      localStorage.setItem(key, JSON.stringify({ ...JSON.parse(value), at: Date.now() - 7 * 24 * 60 * 60 * 1000 - 1000 }))
    }
  })
  await page.goto('/privacy')
  assert.deepEqual(await kept(), [])
})

test('leaving asks only where something was typed', async () => {
  let asked = 0
  page.on('dialog', () => { asked++ })
  await page.goto(kitchen)
  await page.goto('/privacy')
  assert.equal(asked, 0)
  await typeNotes('Something')
  await page.goto('/privacy')
  assert.equal(asked, 1)
})

test('the session\'s end is announced, and put off', async () => {
  await page.goto(`${kitchen}?seconds=301`)
  const warning = page.locator('.app-session')
  await warning.waitFor()
  await warning.getByText(/signed out in [45] minutes/).waitFor()
  await page.getByRole('button', { name: 'Stay signed in' }).click()
  await warning.waitFor({ state: 'detached' })
})

test('a session that has ended says what to do', async () => {
  await page.goto(`${kitchen}?seconds=1`)
  await page.getByText('You have been signed out').waitFor()
  assert.ok(await page.getByRole('link', { name: 'Sign in in a new tab' }).isVisible())
  assert.ok(!await page.getByRole('button', { name: 'Stay signed in' }).isVisible())
})

test('a session that cannot be extended says so', async () => {
  await page.goto(`${kitchen}?seconds=200`)
  await page.route('**/account/stay', route => route.fulfill({ json: { seconds: 120 } }))
  await page.getByRole('button', { name: 'Stay signed in' }).click()
  await page.getByText('This session cannot be extended').waitFor()
})

test('a refused form leads to what is wrong', async () => {
  await page.goto(kitchen)
  await page.locator('#notes').fill('refuse me')
  await submit()
  assert.match(await page.title(), /^Error: /)
  assert.equal(await page.evaluate(() => document.activeElement.className), 'nhsuk-error-summary')
  await page.getByRole('link', { name: 'Choose In place' }).click()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'status')
})

test('a saved page moves to its banner', async () => {
  await page.goto(`${kitchen}?saved=1`)
  assert.ok(await page.evaluate(() => document.activeElement.matches('[data-saved]')))
})

test('a second press sends nothing until there is an answer', async () => {
  await page.goto(kitchen)
  let sent = 0
  // With this answer a browser stays on the page.
  await page.route(address => address.pathname === kitchen, route => { sent++; return route.fulfill({ status: 204 }) })
  const button = page.getByRole('button', { name: 'Save and go to 4.1' })
  await button.dblclick({ noWaitAfter: true })
  await page.locator('form[data-working] .nhsuk-button[aria-disabled="true"]').first().waitFor()
  await button.click({ force: true, noWaitAfter: true })
  assert.equal(sent, 1)
  // A person who comes back to the page can send it again.
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow')))
  await Promise.all([page.waitForRequest(request => request.method() === 'POST'), button.click({ noWaitAfter: true })])
})

test('waiting longer than a second says what is going on', async () => {
  await page.goto(kitchen)
  // The form waits, as with a slow server.
  await page.evaluate(() => document.querySelector('form[data-working]').addEventListener('submit', event => event.preventDefault()))
  await page.getByRole('button', { name: 'Save and go to 4.1' }).click()
  await page.getByText('Saving…').waitFor()
})

test('all of it is there without scripts', async () => {
  const quiet = await person(browser, address, { javaScriptEnabled: false })
  await quiet.page.goto(kitchen)
  await quiet.page.locator('#notes').fill('refuse me')
  await quiet.page.getByRole('button', { name: 'Save and go to 4.1' }).click()
  assert.match(await quiet.page.title(), /^Error: /)
  assert.equal(await quiet.page.locator('#notes').inputValue(), 'refuse me')
  assert.ok(await quiet.page.getByText('You can enter up to 10,000 characters').isVisible())
  assert.ok(await quiet.page.getByRole('link', { name: 'Settings' }).isVisible())
  await quiet.close()
})
