// The pages that no link leads to: refused forms, forms that somebody else saved first, a session that has ended, what
// a role may not see. The rules for all pages apply to them too.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { demo } from './program.mjs'

const icb = '/icb/DEMO1'

describe('pages that no link leads to', { skip }, () => {
  let program, browser, visitor, page
  before(async () => {
    [program, browser] = await Promise.all([demo(), launch()])
    visitor = await person(browser, program.address)
    page = visitor.page
    await signIn(page, 'lead-demo1')
  })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  // The first link of a list's page like this one: an address with an id that the demonstration makes when it fills.
  async function linked (list, like) {
    await page.goto(`${icb}/${list}`)
    const found = (await page.locator('main a[href]').evaluateAll(all => all.map(a => a.pathname))).find(path => like.test(path))
    assert.ok(found, `${list} links to no ${like}`)
    return found
  }

  async function judged (page, answer) {
    assert.deepEqual([...await judge(page, await answer.text()), ...visitor.breaches], [])
  }

  for (const form of ['toolkit/1.1', 'evidence/add', 'people', 'providers', 'settings', 'contracts/new', 'targets/new', 'targets/job-outcome-rate']) {
    test(`refused: ${form}`, async () => {
      await page.goto(`${icb}/${form}`)
      const nonsense = page.locator('main form[method=post]').first().locator('input[type=text]:visible, input[type=email]:visible, textarea:visible')
      for (const field of await nonsense.all()) await field.fill('x\u2028'.repeat(3))
      const answer = await send(page)
      assert.equal(answer.status(), 422)
      await page.locator('.nhsuk-error-summary').waitFor()
      await judged(page, answer)
    })
  }

  for (const [what, address, field, theirs, mine] of [
    ['a priority', () => `${icb}/toolkit/1.2`, 'notes', 'Theirs.', 'Mine.'],
    ['settings', () => `${icb}/settings`, 'retention_years', '9', '10'],
    ['a target', () => `${icb}/targets/job-outcome-rate`, 'reason', 'Their reason.', 'My reason.'],
    ['a return', () => linked('returns', /returns\/\w{32}\/\d{4}Q\d/), 'note', 'Their note.', 'My note.'],
    ['a contract', async () => `${await linked('contracts', /contracts\/\w{32}$/)}/edit`, 'name', 'Their name', 'My name'],
    ['the clauses of a contract', async () => `${await linked('contracts', /contracts\/\w{32}$/)}/clauses`, 'ref-pay', 'Their schedule', 'My schedule'],
    ['a staffing plan', () => `${icb}/plan/record`, 'access_source', 'Their source', 'My source'],
    ['evidence', async () => `${await linked('evidence', /evidence\/\w{32}$/)}/edit`, 'title', 'Their title', 'My title'],
    ['a provider', () => linked('providers', /providers\/\w{32}/), 'place', 'Their place', 'My place']
  ]) {
    test(`saved by somebody else first: ${what}`, async () => {
      const at = await address()
      const other = await visitor.context.newPage()
      await Promise.all([page.goto(at), other.goto(at)])
      await other.locator(`main [name="${field}"]`).fill(theirs)
      assert.equal((await send(other)).status(), 303)
      await other.close()
      await page.locator(`main [name="${field}"]`).fill(mine)
      const answer = await send(page)
      assert.equal(answer.status(), 409)
      const words = await page.locator('main').evaluate(main => [main.textContent, ...[...main.querySelectorAll('input, textarea')].map(e => e.value)].join(' '))
      assert.ok(words.includes(theirs) && words.includes(mine), 'both texts are there')
      await judged(page, answer)
    })
  }

  test('removing a file for good', async () => {
    await page.goto(`${icb}/evidence`)
    const all = await page.locator('main a[href]').evaluateAll(all => all.map(a => a.pathname).filter(path => /evidence\/\w{32}$/.test(path)))
    for (const path of all) {
      await page.goto(path)
      const remove = page.locator('main a[href$="/remove"]').first()
      if (!await remove.count()) continue
      return judged(page, await page.goto(await remove.getAttribute('href')))
    }
    assert.fail('no evidence of the demonstration has a file')
  })

  test('what a role may not see', async () => {
    const reader = await person(browser, program.address)
    await signIn(reader.page, 'reader-demo1')
    const answer = await reader.page.goto(`${icb}/settings`)
    assert.equal(answer.status(), 403)
    await judged(reader.page, answer)
    await reader.close()
  })

  test('paper has no ways to other pages, and one line below all columns of a table', async () => {
    await page.setViewportSize({ width: 718, height: 1000 })
    await page.emulateMedia({ media: 'print' })
    await page.goto(`${icb}/conditions`)
    assert.equal(await page.locator('.app-sections').isVisible(), false)
    const lines = await page.locator('tbody td').evaluateAll(all => all.map(cell => getComputedStyle(cell).borderBottomWidth))
    assert.deepEqual([...new Set(lines)], ['1px'])
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 1280, height: 900 })
  })

  test('the session has ended, with and without something typed', async () => {
    await page.goto(`${icb}/toolkit/2.2`)
    await page.locator('[name=notes]').fill('Typed too late.')
    await visitor.context.clearCookies()
    const answer = await send(page)
    assert.equal(answer.status(), 401)
    await judged(page, answer)
    await judged(page, await page.goto('/signed-out'))
    await judged(page, await page.goto('/sign-in/callback?state=unknown&code=x'))
    await judged(page, await page.goto('/invitations/unknown'))
  })
})

// Sends the page's own form; returns the answer once the browser shows it.
async function send (page) {
  const [answer] = await Promise.all([
    page.waitForResponse(r => r.request().method() === 'POST'),
    page.locator('main form[method=post]').first().locator('button[type=submit]:visible').first().click()
  ])
  await page.waitForLoadState()
  return answer
}
