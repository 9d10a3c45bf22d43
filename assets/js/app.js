// Comfort for people whose browser runs scripts. Every task works without any of it.
import { createAll, Button, CharacterCount, Checkboxes, ErrorSummary, Header, NotificationBanner, Radios, Scroll, SkipLink } from './nhsuk.js'
import { keepDrafts } from './drafts.js'
import { warnBeforeLeaving } from './leave.js'
import { planAtOnce } from './plan.js'
import { warnBeforeEnd } from './session.js'
import { sayWhatIsGoingOn } from './working.js'

// A browser that runs modules is one that nhsuk-frontend supports; its styles wait for this word.
document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
// Not FileUpload: the button it puts in place of the browser's own has a name that differs from its words (WCAG 2.5.3),
// and files can be dropped on the browser's own too.
for (const component of [Header, NotificationBanner, ErrorSummary, SkipLink, CharacterCount, Checkboxes, Radios, Scroll, Button]) {
  createAll(component)
}
keepDrafts(document)
warnBeforeLeaving(document)
warnBeforeEnd(document)
sayWhatIsGoingOn(document)
planAtOnce(document)
