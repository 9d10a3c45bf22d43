// A meeting of the steering group as people hold it: planned with the agenda that is due, run on a screen that saves as one types and
// loses nothing without a connection, minuted by two at once, sent for comment and agreed.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { demo } from './program.mjs'
import { walker } from './walk.mjs'

const icb = '/icb/DEMO1'

describe('a meeting of the steering group', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo('2026-11-20T09:00:00Z'), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  async function as (key, walk, options) {
    const w = await walker(browser, program.address, key, icb, options)
    await walk(w)
    await w.end()
  }
  const said = (w, words) => w.page.locator('[data-run-said]', { hasText: words }).waitFor()

  test('from its plan to its agreed minutes', async () => {
    let meeting, item
    await as('lead-demo1', async w => {
      await w.go('/steering')
      await w.follow(/Plan or record a meeting/)
      await w.date('on', '31', '2', '2026')
      await w.press('Save the meeting', 422)
      await w.date('on', '20', '11', '2026')
      await w.press('Save the meeting', 303)
      meeting = new URL(w.page.url()).pathname
      await w.says(/Welcome and apologies.*Actions.*Figures and targets.*Risks.*Any other business.*Date of the next meeting/s)
      await w.follow(/Add an agenda item/)
      await w.press('Save the item', 422)
      await w.fill({ title: 'Interviews in the evening' })
      await w.choose('kind', 'other')
      await w.choose('wanted', 'yes')
      await w.press('Save the item', 303)
      await w.says(/Date of the next meeting.*Interviews in the evening.*A decision is needed/s)
      await w.press(/Move up.*Interviews/, 303)
      await w.says(/Interviews in the evening.*Date of the next meeting/s)

      await w.follow(/Run the meeting/)
      assert.match(await w.page.locator('h1').innerText(), /Welcome and apologies/)
      await w.page.keyboard.press('PageDown')
      await w.shown('Declarations of interest')
      await w.page.locator('[name=minute]').fill('None.')
      await said(w, /^Saved \d\d:\d\d/)
      await w.page.keyboard.press('PageUp')
      await w.shown('Welcome and apologies')
      await w.page.keyboard.press('PageDown')
      await w.shown('Declarations of interest')
      assert.equal(await w.value('minute'), 'None.')
      item = new URL(w.page.url()).pathname
      await w.look()

      await w.page.keyboard.press('F8')
      await w.page.keyboard.type('Interests are declared in writing from now on')
      await Promise.all([w.page.waitForURL(/saved=yes/), w.page.keyboard.press('Control+Enter')])
      await w.look()
      await w.says(/Decided\s+Interests are declared in writing/)
      await w.page.keyboard.press('F9')
      await w.page.keyboard.type('Write the form for interests')
      await w.press('Add the action', 422)
      await w.wrong(/Choose the owner/)
      await w.page.locator('[name=owner]').selectOption('role Trust executive')
      await w.press('Add the action', 303)
      await w.says(/Actions from this meeting\s+Write the form for interests: Trust executive, by 18 December 2026/)
    })

    // Without a connection it says so and keeps what is typed; it is sent when the connection is back.
    const { page, context, close } = await person(browser, program.address)
    await signIn(page, 'lead-demo1', icb)
    await page.goto(program.address + item)
    await context.setOffline(true)
    await page.locator('[name=minute]').fill('None. The chair asks again.')
    await said({ page }, /service cannot be reached/)
    await context.setOffline(false)
    await said({ page }, /^Saved \d\d:\d\d/)
    await page.reload()
    assert.equal(await page.locator('[name=minute]').inputValue(), 'None. The chair asks again.')
    await close()

    // Two people minute at once: the second is shown both texts, and nothing is lost.
    await as('lead-demo1', async w => {
      await w.page.goto(program.address + item)
      await as('commissioner-demo1', async other => {
        await other.page.goto(program.address + item)
        await Promise.all([
          other.page.waitForResponse(r => r.url().endsWith('/said')), other.page.locator('[name=minute]').fill('None. The commissioner saved this.')
        ])
      })
      await w.page.locator('[name=minute]').fill('None. The lead saved that.')
      await w.page.getByRole('heading', { name: /has changed|saved/i }).first().waitFor()
      const both = await w.value('minute')
      assert.match(both, /The commissioner saved this/)
      assert.match(both, /The lead saved that/)
      const said = await w.page.evaluate(async () => { // what is typed now is not sent by itself: the person has to choose
        document.querySelector('textarea[name=minute]').value += '.'
        window.dispatchEvent(new Event('focus'))
        await new Promise(resolve => setTimeout(resolve))
        return document.querySelector('[data-run-said]').textContent
      })
      assert.doesNotMatch(said, /Saving/)
      await w.press('Save', 303)
    })

    await as('reader-demo1', async w => {
      await w.page.goto(program.address + meeting)
      await w.look()
      assert.doesNotMatch(await w.main.innerText(), /The lead saved that|Change details|Run the meeting/)
      assert.equal((await w.page.goto(program.address + item)).status(), 403)
    })

    await as('lead-demo1', async w => {
      await w.page.goto(program.address + meeting)
      await w.follow(/Record who came/)
      for (const box of await w.main.locator('input[name^="seat-"]').all()) await box.fill('1')
      await w.main.locator('input[name^="seat-"]').first().fill('one')
      await w.press('Save', 422)
      await w.main.locator('input[name^="seat-"]').first().fill('0')
      await w.press('Save', 303)
      await w.says(/Apologies/)
      await w.follow(/Change details/)
      await w.choose('stage', 'held')
      await w.choose('chair', 'commissioner')
      await w.choose('minutes', 'sent')
      await w.press('Save', 303)
      await w.says(/Minutes sent for comment/)
      await w.follow(/Minutes to print and copy/)
      const text = await w.main.locator('textarea').inputValue()
      assert.match(text, /IPS steering group, 20 November 2026\nMinutes sent for comment\nPresent: .*\nApologies: /)
      assert.match(text, /2\. Declarations of interest\nNone\. [^]*Decision: Interests are declared in writing from now on/)
      assert.match(text, /Actions\n- Write the form for interests: Trust executive, by 18 December 2026/)
    })

    await as('reader-demo1', async w => {
      await w.go('/steering')
      await w.follow(/20 November 2026/)
      await w.says(/The lead saved that/)
      await w.says(/Write the form for interests: Trust executive/)
    })
  })

  test('without scripts the screen is plain forms', async () => {
    await as('lead-demo1', async w => {
      await w.go('/steering')
      await w.follow('#meetings a, table a')
      await w.follow(/Run the meeting/)
      await w.fill({ minute: 'Written without scripts.' })
      await w.press('Save and go to the next item', 303)
      await w.follow(/Previous item/)
      assert.equal(await w.value('minute'), 'Written without scripts.')
    }, { javaScriptEnabled: false })
  })

  test('a contract meeting: its agenda, a minute saved as one types, and what its provider and a rival read', async () => {
    let meeting
    await as('lead-demo1', async w => {
      await w.go('/meetings')
      await w.follow(/Plan or record a meeting/)
      await w.date('on', '20', '11', '2026')
      await w.press('Save the meeting', 422)
      await w.wrong(/Choose the provider/)
      await w.page.locator('[name=provider]').selectOption({ label: 'Northside' })
      await w.press('Save the meeting', 303)
      meeting = new URL(w.page.url()).pathname
      await w.says(/Welcome and apologies.*Actions.*Figures of the last quarter against the contract.*Data quality and quarterly figures.*Fidelity/s)
      await w.look()
      await w.follow(/Run the meeting/)
      await w.page.locator('[name=minute]').fill('The service manager and the contract manager were there.')
      await said(w, /^Saved \d\d:\d\d/)
      await w.look()
      await w.page.goto(program.address + meeting + '/details')
      await w.choose('stage', 'held')
      await w.choose('minutes', 'sent')
      await w.press('Save', 303)
    })
    await as('provider-a-demo1', async w => {
      await w.page.goto(program.address + meeting)
      await w.says(/Minutes sent for comment.*The service manager and the contract manager were there.*Ask a question/s)
    })
    await as('provider-b-demo1', async w => {
      assert.equal((await w.page.goto(program.address + meeting)).status(), 404)
    })
  })
})
