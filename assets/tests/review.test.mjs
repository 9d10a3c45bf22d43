// The page of all priorities: a row is saved as one leaves it, and whatever is in the way of that, nothing typed is lost.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { demo } from './program.mjs'

const icb = '/icb/DEMO1'
const all = `${icb}/toolkit/review`

describe('all priorities on one page', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo(), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  function journey (name, walk, options) {
    test(name, async () => {
      const visitor = await person(browser, program.address, options)
      try {
        await signIn(visitor.page, 'commissioner-demo1', icb)
        await visitor.page.goto(all)
        await walk(visitor.page, visitor)
        assert.deepEqual(visitor.breaches, [])
      } finally {
        await visitor.close()
      }
    })
  }

  journey('three rows are edited by keyboard alone, each saved as one leaves it', async page => {
    const { keyboard } = page
    await field(page, 'status', '1.1').focus()
    await keyboard.press('i')
    await keyboard.press('i') // In place, In progress: whichever it was not
    const status = await field(page, 'status', '1.1').inputValue()
    await keyboard.press('Tab')
    await keyboard.press('Control+A')
    await keyboard.type('Typed with the keyboard.')
    assert.equal(await field(page, 'review_on', '1.1').inputValue(), '31 March 2027', 'the date moves on where one sees it')
    await keyboard.press('Tab')
    await keyboard.type('1 2 2027')
    await keyboard.press('Tab') // Still right
    await keyboard.press('Tab') // the next priority's link
    await saved(page, '1.1')
    await keyboard.press('Tab') // its status
    await keyboard.press('Tab')
    await keyboard.press('Control+End')
    await keyboard.type(' And more.')
    for (let i = 0; i < 3; i++) await keyboard.press('Tab')
    await saved(page, '1.2')
    for (let i = 0; i < 3; i++) await keyboard.press('Tab')
    await keyboard.press('Tab')
    await keyboard.press('Space') // still right
    await keyboard.press('Tab')
    await saved(page, '1.3')
    assert.equal(await field(page, 'review_on', '1.3').inputValue(), '31 January 2027', 'a date after this quarter stays')

    await page.reload()
    assert.equal(await field(page, 'notes', '1.1').inputValue(), 'Typed with the keyboard.')
    assert.equal(await field(page, 'status', '1.1').inputValue(), status)
    assert.equal(await field(page, 'review_on', '1.1').inputValue(), '1 February 2027')
    assert.match(await field(page, 'notes', '1.2').inputValue(), / And more\.$/)
    assert.equal(await page.locator('.app-kept').count(), 0, 'nothing is offered that was saved')
    await page.goto(`${icb}/toolkit/1.3`)
    await page.getByText('Reviewed, nothing changed').first().waitFor()
    assert.equal(await page.locator('[data-draft-version] [name=private_notes]').count(), 1)
  })

  journey('the review date moves back when nothing else is changed any longer', async page => {
    const date = field(page, 'review_on', '2.1')
    await page.goto(`${all}?show=overdue`)
    const key = await page.locator('[data-row]').first().getAttribute('data-row')
    const before = await field(page, 'review_on', key).inputValue()
    await still(page, key).check()
    assert.equal(await field(page, 'review_on', key).inputValue(), '31 March 2027')
    await still(page, key).uncheck()
    assert.equal(await field(page, 'review_on', key).inputValue(), before)
    await page.locator('h1').click()
    assert.equal(await said(page, key), '')
    await still(page, key).check()
    await page.locator('button', { hasText: 'Save' }).last().click()
    await saved(page, key)
    assert.match(await page.locator('main nav').textContent(), /Review date has passed \(1\)/, 'the counts follow')
    await page.goto(`${all}?show=overdue`)
    assert.equal(await page.locator(`[data-row="${key}"]`).count(), 0, 'no longer overdue')
    assert.equal(await date.count(), 0)
  })

  journey('a row that somebody else saved first shows both, and waits for a choice', async page => {
    const other = await person(browser, program.address)
    await signIn(other.page, 'lead-demo1', `${all}?only=3.1,3.2`)
    for (const key of ['3.1', '3.2']) await field(other.page, 'notes', key).fill('The lead was first.')
    await other.page.locator('h1').click()
    for (const key of ['3.1', '3.2']) await saved(other.page, key)
    for (const key of ['3.1', '3.2']) {
      await field(page, 'notes', key).fill('The commissioner was second.')
      await page.locator('h1').click()
      await row(page, key).locator('.app-review__stale').waitFor()
      assert.equal(await field(page, 'notes', key).inputValue(), 'The lead was first.\nThe commissioner was second.')
    }
    const stale = await page.request.post(all, { form: { 'version-3.1': '0', 'notes-3.1': 'Mine', 'status-3.1': '', 'still': '3.2', 'version-3.2': '0' } })
    assert.equal(stale.status(), 409)
    assert.deepEqual(await judge(page, await stale.text()), [])
    await field(page, 'notes', '3.1').press('End')
    await page.locator('h1').click()
    assert.equal(await row(page, '3.1').locator('.app-review__stale').count(), 1, 'leaving the row decides nothing')
    await row(page, '3.1').getByText('Mine', { exact: true }).click()
    await page.locator('h1').click()
    await saved(page, '3.1')
    await row(page, '3.2').getByText('Theirs', { exact: true }).click()
    await page.locator('h1').click()
    await page.waitForFunction(() => !document.querySelector('.app-review__stale'))
    await page.reload()
    assert.equal(await field(page, 'notes', '3.1').inputValue(), 'The commissioner was second.')
    assert.equal(await field(page, 'notes', '3.2').inputValue(), 'The lead was first.')
    assert.deepEqual(other.breaches, [])
    await other.close()
  })

  journey('what is wrong is said beside its row, and sent again when it is right', async page => {
    await field(page, 'review_on', '4.1').fill('31 2 2027')
    await page.locator('h1').click()
    await row(page, '4.1').getByText('must be a real date').waitFor()
    assert.equal(await field(page, 'review_on', '4.1').inputValue(), '31 2 2027')
    await field(page, 'review_on', '4.1').fill('28 2 2027')
    await page.locator('h1').click()
    await saved(page, '4.1')
    assert.equal(await field(page, 'review_on', '4.1').inputValue(), '28 February 2027')
    assert.equal(await row(page, '4.1').locator('.nhsuk-error-message').count(), 0)
  })

  journey('without JavaScript it is one form: what cannot be saved comes back', async page => {
    const untouched = await versions(page)
    await field(page, 'notes', '5.1').fill('Seen without scripts.')
    await still(page, '5.2').check()
    await field(page, 'review_on', '6.1').fill('soon')
    await page.locator('main button', { hasText: 'Save' }).last().click()
    await page.locator('.nhsuk-error-summary').waitFor()
    assert.match(await page.locator('[data-saved]').textContent(), /2 priorities saved: 5\.1, 5\.2/)
    assert.equal(await field(page, 'review_on', '6.1').inputValue(), 'soon')
    await field(page, 'review_on', '6.1').fill('1 May 2027')
    await page.locator('main button', { hasText: 'Save' }).last().click()
    await page.getByText('6.1 saved').waitFor()
    const now = await versions(page)
    const changed = Object.keys(now).filter(key => now[key] !== untouched[key])
    assert.deepEqual(changed, ['5.1', '5.2', '6.1'])
  }, { javaScriptEnabled: false })

  for (const javaScriptEnabled of [true, false]) {
    const key = javaScriptEnabled ? '4.2' : '4.3'
    journey(`the session ends mid-way ${javaScriptEnabled ? 'with' : 'without'} JavaScript, and nothing typed is lost`, async (page, { context }) => {
      await field(page, 'notes', key).fill('Written over a long lunch, and long enough to see.')
      await context.clearCookies()
      if (javaScriptEnabled) {
        await page.locator('h1').click()
        await row(page, key).getByText('you have been signed out').waitFor()
        assert.equal(await field(page, 'notes', key).inputValue(), 'Written over a long lunch, and long enough to see.')
      } else {
        await page.locator('main button', { hasText: 'Save' }).last().click()
        await page.getByText('session ended').first().waitFor()
      }
      const tab = await context.newPage()
      await signIn(tab, 'commissioner-demo1', icb)
      await page.locator('button', { hasText: 'Save again' }).first().click()
      if (javaScriptEnabled) await saved(page, key)
      else await page.getByText(`${key} saved`).waitFor()
      await tab.goto(all)
      assert.equal(await field(tab, 'notes', key).inputValue(), 'Written over a long lunch, and long enough to see.')
    }, { javaScriptEnabled })
  }

  journey('without the network a row keeps what was typed, and the browser does after the page is closed', async (page, { context, breaches }) => {
    await context.setOffline(true)
    await field(page, 'notes', '4.4').fill('Typed on a train.')
    await page.locator('h1').click()
    await row(page, '4.4').getByText('cannot be reached').waitFor()
    assert.match(breaches.splice(0).join(' '), /ERR_INTERNET_DISCONNECTED/)
    await page.waitForFunction(() => JSON.stringify(localStorage).includes('Typed on a train.'))
    await page.close({ runBeforeUnload: false })
    await context.setOffline(false)
    const again = await context.newPage()
    await again.goto(all)
    await row(again, '4.4').locator('[data-draft-use]').click()
    assert.equal(await field(again, 'notes', '4.4').inputValue(), 'Typed on a train.')
    await again.locator('h1').click()
    await saved(again, '4.4')
    await again.reload()
    assert.equal(await field(again, 'notes', '4.4').inputValue(), 'Typed on a train.')
    assert.equal(await again.locator('.app-kept').count(), 0, 'saved, so no longer offered')
  })

  journey('on a phone each row is one under the other, and nothing is wider than the page', async page => {
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390)
    const boxes = await Promise.all(['status', 'notes', 'review_on'].map(name => field(page, name, '7.1').boundingBox()))
    assert.ok(boxes[0].y < boxes[1].y && boxes[1].y < boxes[2].y)
    await page.locator('label', { hasText: 'Notes on 7.1' }).waitFor()
    await field(page, 'notes', '7.1').fill('From a phone.')
    await page.locator('h1').click()
    await saved(page, '7.1')
    assert.deepEqual(await judge(page, await (await page.request.get(all)).text()), [])
    const blank = await page.goto(`${all}?blank=1`)
    assert.deepEqual(await judge(page, await blank.text()), [])
  }, { viewport: { width: 390, height: 844 } })
})

const row = (page, key) => page.locator(`[data-row="${key}"]`)
const field = (page, name, key) => page.locator(`[name="${name}-${key}"]`)
const still = (page, key) => page.locator(`[name=still][value="${key}"]`)
const said = async (page, key) => (await row(page, key).locator('[data-said]').textContent()).trim()

async function saved (page, key) {
  await row(page, key).locator('[data-said]', { hasText: /^Saved \d\d:\d\d$/ }).waitFor()
}

// Which version each row is of.
const versions = page => page.evaluate(() => Object.fromEntries(
  [...document.querySelectorAll('[name^="version-"]')].map(field => [field.name.slice(8), field.value])))
