package contract

import "ipstoolkit/toolkit/number"

// Value is what a contract is worth a year, in hundredths of a pound, by where the money comes from: the Mental Health
// Investment Standard (MHIS), which is baseline money, and Service Development Funding (SDF).
type Value struct{ MHIS, SDF number.Amount }

// Total is both parts together; not known while neither is recorded.
func (v Value) Total() number.Amount {
	return number.Amount{Hundredths: v.MHIS.Hundredths + v.SDF.Hundredths, Known: v.MHIS.Known || v.SDF.Known}
}

// Words are the parts and their sum, a line each: "£250,000 a year"; none while nothing is recorded.
func (v Value) Words() []string {
	var lines []string
	if v.Total().Known {
		lines = append(lines, Pounds(v.Total())+" a year")
	}
	for _, part := range []struct {
		from string
		n    number.Amount
	}{{"Mental Health Investment Standard: ", v.MHIS}, {"Service Development Funding: ", v.SDF}} {
		if part.n.Known {
			lines = append(lines, part.from+Pounds(part.n))
		}
	}
	return lines
}

// Pounds is one of the parts as people read it, "£250,000"; "" while it is not known.
func Pounds(n number.Amount) string {
	if !n.Known {
		return ""
	}
	return "£" + number.Plain(n.Hundredths)
}

func sayPounds(hundredths int64) string { return Pounds(number.AmountOf(hundredths)) }
