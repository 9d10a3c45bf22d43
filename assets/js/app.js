// Comfort for people with a browser that runs scripts. Every task works without any of it.
import { createAll, Button, CharacterCount, Checkboxes, ErrorSummary, Header, NotificationBanner, Radios, Scroll, SkipLink } from './nhsuk.js'
import { offerCopies } from './copy.js'
import { keepDrafts } from './drafts.js'
import { warnBeforeLeaving } from './leave.js'
import { planAtOnce } from './plan.js'
import { runMeeting } from './run.js'
import { saveRows } from './review.js'
import { warnBeforeEnd } from './session.js'
import { sendOnce } from './once.js'
import { sayWhatIsGoingOn } from './working.js'

// nhsuk-frontend supports every browser that runs modules; its styles wait for this class.
document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
// Not FileUpload: its button replaces the browser's own and has a name that differs from its words (WCAG 2.5.3). People
// can drop files on the browser's own button too.
for (const component of [Header, NotificationBanner, ErrorSummary, SkipLink, CharacterCount, Checkboxes, Radios, Scroll, Button]) {
  createAll(component)
}
keepDrafts(document)
warnBeforeLeaving(document)
warnBeforeEnd(document)
sendOnce(document)
offerCopies(document)
sayWhatIsGoingOn(document)
planAtOnce(document)
saveRows(document)
runMeeting(document)
