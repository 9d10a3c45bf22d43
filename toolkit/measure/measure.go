package measure

import "slices"

// All works out every result that an audience may see, in the order of the table, then the ICB's own targets. Pages,
// the workbook and the start page get all their results here.
func All(in Input) []Result {
	if in.Audience.IsNobody() {
		return nil
	}
	in = in.indexed()
	results := in.kinds(func(Kind) bool { return true })
	if !in.Audience.IsProvider() {
		for _, o := range in.Own {
			results = append(results, in.ownResult(o))
		}
	}
	if in.Audience.IsSteeringGroup() {
		in.mask(results)
	}
	return results
}

// One is the result of one kind, as in All; ok is false when the audience sees no such kind.
func One(in Input, code string) (r Result, ok bool) {
	var results []Result
	if _, known := KindOf(code); known && !in.Audience.IsSteeringGroup() {
		results = in.indexed().kinds(func(k Kind) bool { return k.Code == code })
	} else {
		results = All(in) // what is hidden of one result depends on what the others show
	}
	i := slices.IndexFunc(results, func(r Result) bool { return r.Kind.Code == code })
	if i < 0 {
		return Result{}, false
	}
	return results[i], true
}

// For is All for one priority: the results of the toolkit's targets that belong to it.
func For(in Input, priority string) []Result {
	rests := func(k Kind) bool { return k.Priority == priority }
	if !in.Audience.IsSteeringGroup() {
		return in.indexed().kinds(rests)
	}
	// What is hidden of one result depends on what the others show.
	return slices.DeleteFunc(All(in), func(r Result) bool { return r.Own != nil || !rests(r.Kind) })
}

// kinds works out the results of some of the toolkit's kinds.
func (in Input) kinds(wanted func(Kind) bool) []Result {
	var results []Result
	if in.Audience.IsNobody() {
		return nil
	}
	for _, k := range Kinds {
		switch {
		case !wanted(k), k.CommissionersOnly && !in.Audience.AreCommissioners(), k.Contracts && in.Audience.IsOutside(),
			k.OfICB() && in.Audience.IsProvider():
			continue
		}
		results = append(results, in.measure(k))
	}
	return results
}

// OfICB says that a kind belongs to the ICB as a whole: no provider has a result of its own.
func (k Kind) OfICB() bool {
	return k.Code == SteeringMeetings || k.counted != nil && k.counted.icbOnly
}

func (in Input) measure(k Kind) Result {
	switch k.Code {
	case ContractLength:
		r := in.contractLength(k)
		if in.Audience.IsSteeringGroup() {
			r.Lines = nil // end dates are between the ICB and the provider
		}
		return r
	case EarlyTalks:
		return in.earlyTalks(k)
	case SteeringMeetings, ContractMeetings:
		return in.meetingsResult(k)
	}
	if k.counted != nil {
		return in.countedResult(k)
	}
	line, trend := in.ratioLine, in.ratioTrend
	if k.ratio == nil {
		line, trend = in.accessLine, in.accessTrend
	}
	s := in.headline()
	r := Result{Kind: k, Local: in.local(k.Code, in.periodOf(k, s).to().Year()), Since: in.sinceOf(k, s)}
	if k.Code == YearsAccess && s.id != "" {
		r.Local = nil // the ICB's target; a provider's is in its contract
	}
	r.Line, r.Trend = line(k, s), []Series{trend(k, s)}
	for _, p := range in.others() {
		r.Lines = append(r.Lines, line(k, p))
		r.Trend = append(r.Trend, trend(k, p))
	}
	return r
}
