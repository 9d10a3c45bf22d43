package page

import (
	"slices"

	"ipstoolkit/toolkit/privacy"
)

// ConfirmBox is the way to say that a number is no NHS number, beside the texts that hold one: a box, named "confirmed",
// for each find that what is kept or ticked does not cover. It has no items when there is nothing to confirm.
func ConfirmBox(finds []privacy.Find, kept string, ticked []string) Checkboxes {
	box := Checkboxes{Name: "confirmed", Legend: "Is it an NHS number?", LegendSize: "s", Values: ticked}
	for _, find := range privacy.Unconfirmed(finds, kept) {
		item := Item{
			Value: find.Fingerprint(), Text: "The number ending " + find.Ending() + " is not an NHS number",
			Hint: "We record that you said so, without the number",
		}
		if !slices.Contains(box.Items, item) {
			box.Items = append(box.Items, item)
		}
	}
	return box
}
