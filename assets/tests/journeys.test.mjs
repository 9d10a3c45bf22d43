// One journey for each kind of person, through the real program in a real browser, and the ways in which they could
// lose what they type.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { demo } from './program.mjs'

const icb = '/icb/DEMO1'
const commissioner = 'commissioner-demo1'

describe('journeys', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo(), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  // A journey passes when its pages have also kept to the rules for all pages.
  function journey (name, key, walk, options) {
    test(name, async () => {
      const visitor = await person(browser, program.address, options)
      try {
        await signIn(visitor.page, key, icb)
        await walk(visitor.page, visitor)
        assert.deepEqual(visitor.breaches, [])
      } finally {
        await visitor.close()
      }
    })
  }

  journey('a commissioner records 3.4 and takes the workbook', commissioner, async page => {
    await page.locator('nav a', { hasText: 'Toolkit' }).click()
    await page.locator('main a', { hasText: '3.4' }).first().click()
    await page.locator('input[name=point]').first().check()
    await page.locator('input[name=status][value=in_progress]').check()
    await page.locator('[name=notes]').fill('Both providers report each quarter. The second one needs help with its data.')
    await page.locator('[name=private_notes]').fill('Raise at the contract meeting.')
    await date(page, 'review_on', '1', '3', '2027')
    await save(page)
    await says(page.locator('[data-saved]'), /3\.4/)
    await page.reload()
    assert.equal(await page.locator('[name=notes]').inputValue(), 'Both providers report each quarter. The second one needs help with its data.')
    assert.equal(await page.locator('input[name=status]:checked').getAttribute('value'), 'in_progress')
    await says(page.locator('main'), /Raise at the contract meeting/, 'the history shows the new text')

    await page.goto(icb)
    const { name, bytes } = await download(page, 'a[href*="workbook.xlsx"]')
    assert.match(name, /DEMO1.*\.xlsx$/i)
    assert.equal(bytes.subarray(0, 2).toString(), 'PK')
    await page.locator('form[data-sign-out] button').click()
    await page.goto(icb)
    assert.match(new URL(page.url()).pathname, /sign-in|demo-idp/, 'signed out')
  })

  journey('a provider adds evidence, and the commissioner accepts it', 'provider-a-demo1', async page => {
    await page.goto(`${icb}/toolkit/3.4`)
    assert.equal(await page.locator('input[name=status]').count(), 0, 'a provider sees no status to set')
    const post = await page.request.post(`${icb}/toolkit/3.4`, { form: { status: 'in_place', version: '0' } })
    assert.equal(post.status(), 403)
    await page.locator('a', { hasText: 'Add evidence' }).first().click()
    await page.locator('[name=title]').fill('Job outcomes, quarter 2')
    await page.locator('input[type=file]').setInputFiles({ name: 'outcomes.csv', mimeType: 'text/csv', buffer: Buffer.from('quarter,started\n2026Q2,42\n') })
    await save(page)
    await says(page.locator('main'), /Job outcomes, quarter 2/)

    const other = await person(browser, program.address)
    await signIn(other.page, commissioner, `${icb}/toolkit/3.4`)
    await other.page.locator('main a', { hasText: 'Job outcomes, quarter 2' }).first().click()
    await other.page.locator('button', { hasText: /^\s*Accept/ }).first().click()
    await says(other.page.locator('main'), /accepted/i)
    assert.deepEqual(other.breaches, [])
    await other.close()
  })

  journey('a reader takes the steering group’s workbook and can save nothing', 'reader-demo1', async page => {
    const { name } = await download(page, 'a[href*="workbook.xlsx"]')
    assert.match(name, /steering/i)
    for (const what of ['full', 'provider']) {
      assert.equal((await page.request.get(`${icb}/workbook.xlsx?for=${what}`)).status(), 403, what)
    }
    await page.goto(`${icb}/toolkit/3.4`)
    assert.equal(await page.locator('main button[type=submit]').count(), 0)
    const post = await page.request.post(`${icb}/toolkit/3.4`, { form: { status: 'in_place', version: '0' } })
    assert.equal(post.status(), 403)
    assert.equal((await page.goto('/icb/DEMO2')).status(), 404, 'another ICB')
  })

  journey('the keyboard alone is enough', commissioner, async page => {
    await page.goto(`${icb}/toolkit/3.4`)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter') // "Skip to main content"
    await tabTo(page, 'input[name=status]')
    const before = await page.locator('input[name=status]:checked').count() ? await page.locator('input[name=status]:checked').getAttribute('value') : ''
    await page.keyboard.press(before ? 'ArrowDown' : 'Space')
    const chosen = await page.locator('input[name=status]:checked').getAttribute('value')
    assert.notEqual(chosen, before)
    await tabTo(page, '[name=notes]')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('Typed without a mouse.')
    await tabTo(page, 'button[type=submit]')
    assert.ok(await page.evaluate(() => {
      const { outlineStyle, boxShadow, backgroundColor } = getComputedStyle(document.activeElement)
      return outlineStyle !== 'none' || boxShadow !== 'none' || backgroundColor === 'rgb(255, 235, 59)'
    }), 'one can see where the keyboard is')
    await page.keyboard.press('Enter')
    await page.locator('[data-saved]').waitFor()
    await page.goto(`${icb}/toolkit/3.4`)
    assert.equal(await page.locator('[name=notes]').inputValue(), 'Typed without a mouse.')
    assert.equal(await page.locator('input[name=status]:checked').getAttribute('value'), chosen)
  })

  journey('without JavaScript everything still works', commissioner, async page => {
    await page.goto(`${icb}/toolkit/4.1`)
    await page.locator('[name=notes]').fill('Seen on a page without scripts.')
    await date(page, 'review_on', '31', '2', '2027')
    await save(page)
    await says(page.locator('.nhsuk-error-summary'), /There is a problem/)
    assert.equal(await page.locator('[name=notes]').inputValue(), 'Seen on a page without scripts.')
    await date(page, 'review_on', '28', '2', '2027')
    await save(page)
    await says(page.locator('[data-saved]'), /4\.1/)
    await page.goto(icb)
    await page.locator('form[data-sign-out] button').click()
    assert.equal((await page.request.get(icb, { maxRedirects: 0 })).status(), 303)
  }, { javaScriptEnabled: false })

  journey('what was typed before a crash is offered, and never put in by itself', commissioner, async (page, { context }) => {
    await page.goto(`${icb}/toolkit/5.1`)
    const saved = await page.locator('[name=notes]').inputValue()
    await page.locator('[name=notes]').fill('Half a thought')
    await page.locator('[name=private_notes]').fill('Not to be kept')
    await page.waitForTimeout(1000)
    await page.close({ runBeforeUnload: false })

    const again = await context.newPage()
    await again.goto(`${icb}/toolkit/5.1`)
    await again.locator('.app-kept').waitFor()
    assert.equal(await again.locator('[name=notes]').inputValue(), saved)
    await again.locator('[data-draft-use]').click()
    assert.equal(await again.locator('[name=notes]').inputValue(), 'Half a thought')
    const kept = await again.evaluate(() => JSON.stringify(localStorage))
    assert.ok(!kept.includes('Not to be kept'), 'what only commissioners may read is not kept in a browser')
    await save(again)
    await again.locator('[data-saved]').waitFor()
    await again.goto(`${icb}/toolkit/5.1`)
    assert.equal(await again.locator('.app-kept').count(), 0, 'saved, so no longer offered')
  })

  journey('what is sent after the session has ended comes back to be sent again', commissioner, async (page, { context }) => {
    await page.goto(`${icb}/toolkit/5.2`)
    await page.locator('[name=notes]').fill('Written over a long lunch.')
    await context.clearCookies()
    await save(page)
    await says(page.locator('main'), /session ended/i)
    assert.equal(await page.locator('[name=notes]').inputValue(), 'Written over a long lunch.')
    const tab = await context.newPage()
    await signIn(tab, commissioner, icb)
    await page.locator('button', { hasText: 'Save again' }).click()
    await page.goto(`${icb}/toolkit/5.2`)
    assert.equal(await page.locator('[name=notes]').inputValue(), 'Written over a long lunch.')
  })

  journey('of two who save at once, the second sees both texts', commissioner, async page => {
    const other = await person(browser, program.address)
    await signIn(other.page, 'lead-demo1', `${icb}/toolkit/2.1`)
    await page.goto(`${icb}/toolkit/2.1`)
    await other.page.locator('[name=notes]').fill('The lead was first.')
    await save(other.page)
    await other.page.locator('[data-saved]').waitFor()
    await page.locator('[name=notes]').fill('The commissioner was second.')
    const answer = page.waitForResponse(r => r.request().method() === 'POST')
    await save(page)
    assert.equal((await answer).status(), 409)
    await says(page.locator('.app-stale'), /The lead was first\./)
    await says(page.locator('.app-stale'), /The commissioner was second\./)
    await page.locator('button', { hasText: 'Keep mine' }).click()
    await page.goto(`${icb}/toolkit/2.1`)
    assert.equal(await page.locator('[name=notes]').inputValue(), 'The commissioner was second.')
    assert.deepEqual(other.breaches, [])
    await other.close()
  })
})

// Presses the plain "Save" of the page's own form.
const save = page => page.locator('main form[method=post] button[type=submit]:not([name=then][value=next]):not([name=comment])').last().click()

async function date (page, name, day, month, year) {
  for (const [part, value] of Object.entries({ day, month, year })) await page.locator(`[name="${name}-${part}"]`).fill(value)
}

async function says (place, words, why) {
  await place.first().waitFor()
  assert.match((await place.allTextContents()).join(' '), words, why)
}

async function tabTo (page, selector) {
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(s => document.activeElement.matches(s), selector)) return
  }
  assert.fail(`the keyboard does not reach ${selector}`)
}

async function download (page, link) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator(link).first().click()])
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}
