package rule

// ChosenBand is the key under which a person answers which band it is.
const ChosenBand = "等次"

// bandsByHand says whether the bands have no edges, so that a person chooses.
func (e *Edition) bandsByHand() bool {
	for _, b := range e.Bands {
		if b.From != nil {
			return false
		}
	}
	return len(e.Bands) > 1
}

// choose reads the band a person chose.
func (j *judging) choose(out *Judgement) error {
	if !j.edition.bandsByHand() {
		return nil
	}
	raw := j.facts.Judged[ChosenBand]
	if raw == nil {
		out.Gaps = append(out.Gaps, "等次待定：本表的等次由人评定，还没有评")
		return nil
	}
	name, ok := raw.(string)
	if !ok || j.edition.bandIndex(name) < 0 {
		return at(factError("没有「%v」这个等次", raw), "judged", ChosenBand)
	}
	out.Chosen = name
	return nil
}

// vetoes collects what sets a veto off: an answer, or a rule. Conditions over
// the total are judged with the total (engine/score).
func (j *judging) vetoes(out *Judgement) error {
	for _, it := range out.Items {
		for _, f := range it.Findings {
			for _, id := range f.Vetoes {
				out.Vetoes = append(out.Vetoes, VetoFound{id, f.Rule})
			}
		}
	}
	for _, v := range j.edition.Vetoes {
		if v.Ask == "" {
			continue
		}
		raw, ok := j.facts.Judged[v.ID]
		if !ok || raw == nil {
			out.Gaps = append(out.Gaps, "否决事项「"+v.Ask+"」还没有回答")
			continue
		}
		answer, err := readBool(raw)
		if err != nil {
			n, numErr := readNumber(raw, true)
			if numErr != nil {
				return at(factError("否决事项「%s」：%v", v.ID, err), "judged", v.ID)
			}
			answer = boolValue(n.rat.Sign() > 0)
		}
		if answer.truth() {
			out.Vetoes = append(out.Vetoes, VetoFound{v.ID, v.Ask})
		}
	}
	return nil
}
