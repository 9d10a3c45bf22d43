package record

import (
	"fmt"
	"strconv"
	"strings"
)

// FromWorkbook is the field for the name of the workbook that a save came from. Any kind can have it.
var FromWorkbook = Field{Name: "from_workbook", Words: "From workbook", Typed: true}

// Confirmed is the field for the numbers that somebody said are not NHS numbers. It keeps fingerprints.
var Confirmed = Field{Name: "confirmed", Words: "Confirmed not to be NHS numbers", Private: true, Say: sayNumbers}

func sayNumbers(text string) string {
	if text == "" {
		return ""
	}
	if n := strings.Count(text, ",") + 1; n > 1 {
		return fmt.Sprintf("%d numbers", n)
	}
	return "1 number"
}

// Count is a whole number, or one in hundredths, as the history keeps it; "" when nobody has given one.
func Count(n int64, known bool) string {
	if !known {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// SayCount turns a number that Count kept into words.
func SayCount(say func(n int64) string) func(text string) string {
	return func(text string) string {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return text
		}
		return say(n)
	}
}

// SayCode turns a code of one type into words.
func SayCode[T ~string](say func(T) string) func(text string) string {
	return func(text string) string { return say(T(text)) }
}

// SayYesNo is yes or no as people read it.
func SayYesNo(text string) string { return Sentence(text) }
