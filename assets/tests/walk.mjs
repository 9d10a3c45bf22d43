// Somebody who walks through the service and looks at every page on the way, including refused forms. Each page is
// checked against the rules for all pages.
import assert from 'node:assert/strict'
import { person, signIn } from './browser.mjs'
import { judge } from './judge.mjs'
import { unzip } from './workbook.mjs'

//
// With judged: false they look only where the test says so, with look. It is for long journeys over pages that other tests judge.
export async function walker (browser, address, key, icb, { judged = true, ...options } = {}) {
  const { page, context, breaches, close } = await person(browser, address, options)
  await signIn(page, key, icb)
  const main = page.locator('main')
  const scripts = options.javaScriptEnabled !== false
  const glance = html => judged ? look(html) : page.waitForLoadState()

  // html is what the server sent for the page; it is fetched again if it answered a GET.
  async function look (html) {
    await page.waitForLoadState()
    html ??= await (await context.request.get(page.url())).text()
    if (scripts) assert.deepEqual([...await judge(page, html), ...breaches], [])
    await page.setViewportSize({ width: 1280, height: 900 })
  }

  async function go (path) {
    const answer = await page.goto(path.startsWith('?') ? page.url().split('?')[0] + path : icb + path)
    assert.ok(answer.ok(), `${path}: ${answer.status()}`)
    await glance(await answer.text())
  }

  // Follows a link of the page: a selector, or the link's words.
  async function follow (link) {
    const found = typeof link === 'string' ? main.locator(link) : main.locator('a', { hasText: link })
    await found.first().click()
    await glance()
  }

  // Presses a button and looks at the page that follows.
  async function press (name, status) {
    const [answer] = await Promise.all([
      page.waitForResponse(r => r.request().method() === 'POST' && r.request().isNavigationRequest()), // not what a script saves meanwhile
      main.getByRole('button', { name, exact: typeof name === 'string' }).first().click()
    ])
    await page.waitForLoadState()
    assert.equal(answer.status(), status, `${name}: ${await page.title()}; ${await page.locator('.nhsuk-error-summary').allInnerTexts()}`)
    await glance(status === 303 ? undefined : await answer.text())
    if (status === 422 && scripts) assert.equal(await page.evaluate(() => document.activeElement.className), 'nhsuk-error-summary', 'focus is on what is wrong')
  }

  // Fills in boxes by name; opens folded parts of the page first, as a person would.
  async function fill (values) {
    for (const [name, value] of Object.entries(values)) {
      const box = page.locator(`[name="${name}"]:not([type=hidden])`)
      await open(box)
      await box.fill(value)
    }
  }

  // box is a locator that begins at the page, because it is searched for inside what is folded up.
  async function open (box) {
    const folded = main.locator('details:not([open])', { has: box })
    while (await folded.count()) await folded.first().locator('summary').first().click()
  }

  // Sends a quarter's figures, with a reason wherever the form asks for one. What is not among numbers is as in most quarters.
  async function send (numbers) {
    const all = { access_retention: '10', kept_work: '4', referrals: '70', job_starts: '25', active_caseload: '60', ...numbers }
    const names = await main.locator('input.nhsuk-input').evaluateAll(boxes => boxes.map(box => box.name))
    for (const name of names.filter(name => all[name] !== undefined)) await main.locator(`input[name="${name}"]`).fill(all[name])
    await page.locator('[name^="why_"]').evaluateAll(boxes => { for (const box of boxes) box.value = 'As counted.' })
    await press('Submit to the ICB', 303)
  }

  // Waits for the page with a heading, and for its scripts: a key that comes before them does nothing.
  async function shown (heading) {
    await page.locator('h1', { hasText: heading }).waitFor()
    await page.waitForLoadState()
  }

  return {
    page, main, context, look, send, shown, go, follow, press, fill, open,
    choose: (name, value) => main.locator(`input[name="${name}"][value="${value}"]`).check(),
    date: (name, day, month, year) => fill({ [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year }),
    value: name => main.locator(`[name="${name}"]:not([type=hidden])`).inputValue(),
    says: async words => assert.match(await main.innerText(), words),
    // What is wrong with what was sent, by the summary above the form.
    wrong: async words => assert.match(await page.locator('.nhsuk-error-summary').innerText(), words),
    // The keyboard alone reaches the boxes in this order, with nothing in the way.
    async tabs (...names) {
      for (const name of names) await tabTo(page, name)
    },
    async workbook (path) {
      const answer = await context.request.get(icb + path)
      assert.equal(answer.status(), 200, path)
      return sheets(await answer.body())
    },
    async end () {
      assert.deepEqual(breaches, [])
      await close()
    }
  }
}

async function tabTo (page, name) {
  const passed = []
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => document.activeElement.name || document.activeElement.tagName)
    if (at === name) return
    passed.push(at)
  }
  assert.fail(`the keyboard does not come to ${name}, but to ${passed.join(', ')}`)
}

// The names of a workbook's visible sheets.
function sheets (bytes) {
  const xml = unzip(bytes)['xl/workbook.xml'].toString()
  return [...xml.matchAll(/<sheet [^>]*name="([^"]*)"[^>]*>/g)].filter(([tag]) => !tag.includes('eryHidden')).map(([, name]) => name)
}
