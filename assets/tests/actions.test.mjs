// An action from a priority to its end, what a provider and the steering group read of actions, the printed list, and the hand-over
// of all that somebody owns before their membership ends.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { demo } from './program.mjs'

const icb = '/icb/DEMO1'
const icbs = { lead: 'lead-demo1', commissioner: 'commissioner-demo1', provider: 'provider-a-demo1', reader: 'reader-demo1' }

describe('actions', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo(), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  // Somebody's browser, which is judged at each page that matters.
  async function as (who, options, work) {
    const visitor = await person(browser, program.address, options)
    try {
      await signIn(visitor.page, icbs[who], icb)
      await work(visitor.page, async () => assert.deepEqual(await judge(visitor.page, await (await visitor.page.reload()).text()), []))
      assert.deepEqual(visitor.breaches, [])
    } finally {
      await visitor.close()
    }
  }

  async function due (page, day, month, year) {
    for (const [part, value] of Object.entries({ day, month, year })) await page.locator(`[name=due-${part}]`).fill(value)
  }

  for (const [name, options] of [['with JavaScript', {}], ['without JavaScript', { javaScriptEnabled: false }]]) {
    const scripts = options.javaScriptEnabled !== false
    const text = `Give the team a room, ${name}`

    test(`an action is added to a priority, changed, done and dropped, ${name}`, () => as('commissioner', options, async (page, judged) => {
      await page.goto(`${icb}/toolkit/3.4`)
      await page.getByRole('link', { name: 'Add an action', exact: true }).click()
      await page.getByText('Priority 3.4').first().waitFor()
      if (scripts) await judged()
      await page.getByRole('button', { name: 'Add the action' }).click()
      await page.getByText('Enter what is to be done').first().waitFor()
      await page.locator('[name=what]').fill(text)
      await page.locator('[name=owner]').selectOption({ label: 'Trust executive' })
      await page.getByLabel('The trust').check()
      await due(page, '10', '11', '2026')
      await page.getByRole('button', { name: 'Add the action' }).click()
      await page.getByText('Action added').waitFor()
      await page.getByText('Open, overdue').waitFor()
      if (scripts) await judged()
      const address = new URL(page.url()).pathname

      await page.getByRole('link', { name: 'Change the action' }).click()
      if (scripts) await judged()
      await page.locator('[name=owner]').selectOption({ label: 'Another role: enter it below' })
      await page.locator('[name=role]').fill('Ward manager')
      await due(page, '4', '12', '2026')
      await page.getByRole('button', { name: 'Save the action' }).click()
      await page.getByText('Action saved').waitFor()
      await page.getByText('Open, due soon').waitFor()
      await page.getByText('Ward manager').first().waitFor()

      await page.goto(`${icb}/toolkit/3.4#actions`)
      await page.getByRole('link', { name: text, exact: true }).click()
      await page.locator('input[name=state][value=done]').check()
      await page.locator('[name=note]').fill('The room is ours from Monday')
      await page.getByRole('button', { name: 'Save the progress' }).click()
      await page.getByText('Action marked as done').waitFor()
      await page.getByText('Done on 20 November 2026').waitFor()

      await page.locator('input[name=state][value=dropped]').check()
      await page.getByRole('button', { name: 'Save the progress' }).click()
      await page.getByText('Enter why it was dropped').first().waitFor()
      await page.locator('[name=reason]').fill('Another team moved in')
      await page.getByRole('button', { name: 'Save the progress' }).click()
      await page.getByText('Action dropped').waitFor()
      assert.equal(new URL(page.url()).pathname, address)
      await page.goto(`${icb}/actions?state=dropped`)
      await page.getByRole('link', { name: text, exact: true }).waitFor()
      await page.getByText('Another team moved in').first().waitFor()
    }))
  }

  test('the list is filtered and sorted, and prints without what is only for screens', () => as('lead', {}, async (page, judged) => {
    await page.goto(`${icb}/actions`)
    await judged()
    await page.locator('[name=state]').selectOption('overdue')
    await page.locator('[name=asked]').selectOption('trust')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByText(/^\d+ actions?: overdue, asked of the trust, as at 20 November 2026$/).waitFor()
    await page.getByRole('link', { name: /^Give the IPS team desks/ }).waitFor()
    assert.equal(await page.getByRole('link', { name: /^Offer an employment specialist/ }).count(), 0)
    await page.emulateMedia({ media: 'print' })
    for (const hidden of ['form.app-filter', 'nav.app-sections', 'a.nhsuk-button']) {
      assert.equal(await page.locator(hidden).first().isVisible(), false, `${hidden} is on paper`)
    }
    for (const shown of ['h1', 'tbody th', '[role=status]']) {
      assert.equal(await page.locator(shown).first().isVisible(), true, `${shown} is not on paper`)
    }
    const left = selector => page.locator(selector).first().evaluate(e => e.getBoundingClientRect().left)
    assert.ok(await left('.nhsuk-table') >= await left('h1'), 'the table begins left of the page, where paper cuts it off')
  }))

  test('a provider works on its own actions, and a reader reads those that are shared', async () => {
    await as('provider', {}, async (page, judged) => {
      await page.goto(`${icb}/actions`)
      await judged()
      // Northside holds a seat in the steering group, so it also reads what is shared with the group.
      await page.getByRole('link', { name: /^Offer an employment specialist/ }).click()
      await page.getByText('PCN clinical director').waitFor()
      assert.equal(await page.locator('[name=note]').count(), 0)
      await page.goto(`${icb}/actions`)
      await page.getByRole('link', { name: /^Report how many people waited/ }).click()
      await judged()
      assert.equal(await page.locator('input[value=dropped]').count(), 0)
      await page.locator('[name=note]').fill('Counted for October')
      await page.getByRole('button', { name: 'Save the progress' }).click()
      await page.getByText('Action saved').waitFor()
    })
    await as('reader', {}, async (page, judged) => {
      await page.goto(`${icb}/actions?state=all`)
      await judged()
      const rows = await page.locator('tbody').innerText()
      assert.match(rows, /Counted for October/)
      assert.match(rows, /Commissioner, ICB/)
      assert.doesNotMatch(rows, /Check which teams|self-referral/)
      assert.doesNotMatch(rows, /Demo 1/)
    })
  })

  test('before a membership ends, what the member owns is handed over', () => as('lead', {}, async (page, judged) => {
    await page.goto(`${icb}/people`)
    await page.getByRole('link', { name: 'Commissioner, Demo 1' }).click()
    await page.getByRole('link', { name: 'End this membership' }).click()
    await page.getByText(/owns \d+ priorities and \d+ open actions/).waitFor()
    await judged()
    await page.getByRole('button', { name: 'Hand over first' }).click()
    await judged()
    await page.getByRole('button', { name: 'Hand over' }).click()
    await page.getByText('Choose who takes over, or leave it without an owner').first().waitFor()
    await page.locator('[name=to]').selectOption({ label: 'ICB administrator, Demo 1, ICB administrator' })
    await page.locator('[name=actions]').selectOption('nobody')
    await page.getByRole('button', { name: 'Hand over' }).click()
    await page.getByRole('button', { name: 'End the membership' }).waitFor()
    await page.goto(`${icb}/actions?owner=Nobody+yet`)
    assert.ok(await page.locator('tbody tr').count() >= 2)
    await page.goto(`${icb}/toolkit/1.3`)
    assert.match(await page.locator('#owner').evaluate(e => e.selectedOptions[0].text), /ICB administrator, Demo 1/)
    await page.getByText('Handed over').first().waitFor()
  }))
})
