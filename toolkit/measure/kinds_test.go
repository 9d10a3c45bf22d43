package measure

import (
	"testing"

	"ipstoolkit/toolkit/number"
)

// TestDefaultsAreTheToolkits writes each value of the toolkit once more, so that a wrong constant is seen.
func TestDefaultsAreTheToolkits(t *testing.T) {
	type asked struct {
		hundredths int64
		direction  Direction
	}
	want := map[string]asked{
		JobOutcomeRate: {40_00, AtLeast}, RetentionShare: {25_00, AtMost},
		PeoplePerES: {40_00, AtMost}, ESPerTL: {6_00, AtMost}, TLPerSM: {5_00, AtMost},
		ContractLength: {3_00, AtLeast}, EarlyTalks: {6_00, AtLeast},
		SteeringMeetings: {1_00, AtLeast}, ContractMeetings: {1_00, AtLeast},
		FlowToMHSDS: {100_00, AtLeast}, FlowToTool: {100_00, AtLeast}, Onboarding: {100_00, AtLeast}, PCNCoverage: {100_00, AtLeast},
		YearsAccess: {0, AtLeast}, Level3: {0, AtLeast}, PermanentShare: {0, AtLeast}, // each ICB sets its own
	}
	for _, k := range Kinds {
		a, known := want[k.Code]
		if !known {
			t.Errorf("%s: no value of the toolkit is written here for it", k.Code)
			continue
		}
		value := number.Amount{}
		if a.hundredths != 0 {
			value = number.AmountOf(a.hundredths)
		}
		if k.Default != value || k.Direction != a.direction {
			t.Errorf("%s: %v %v, want %v %v", k.Code, k.Direction, k.Default, a.direction, value)
		}
	}
	if len(Kinds) != len(want) {
		t.Errorf("%d kinds, want %d", len(Kinds), len(want))
	}
}
