package rule

// unitEnv reads all of a unit's attributes and parameters into values.
func (e *Edition) unitEnv(u UnitFacts) (*unitEnv, error) {
	out := newUnitEnv(len(e.Attributes), len(e.Parameters))
	for name := range e.Attributes {
		if err := e.readAttribute(out, name, u); err != nil {
			return nil, err
		}
	}
	for name, p := range e.Parameters {
		out.parameters[name] = p.value(name, e.compiled.defaults[name], u, out)
	}
	return out, nil
}

// envFor reads what one expression looks at, and no more: conditions are asked
// for every record, and most of them look at nothing of the unit.
func (e *Edition) envFor(x *Expr, u UnitFacts) (*unitEnv, error) {
	if x == nil || x.prog == nil || len(x.prog.names) == 0 {
		return &unitEnv{}, nil
	}
	out := newUnitEnv(len(x.prog.names), len(x.prog.names))
	for _, name := range x.prog.names {
		p := e.Parameters[name]
		if p == nil {
			if err := e.readAttribute(out, name, u); err != nil {
				return nil, err
			}
			continue
		}
		if p.By != "" {
			if err := e.readAttribute(out, p.By, u); err != nil {
				return nil, err
			}
		}
		out.parameters[name] = p.value(name, e.compiled.defaults[name], u, out)
	}
	return out, nil
}

func newUnitEnv(attributes, parameters int) *unitEnv {
	return &unitEnv{attributes: make(map[string]Value, attributes), parameters: make(map[string]Value, parameters)}
}

func (e *Edition) readAttribute(out *unitEnv, name string, u UnitFacts) error {
	a := e.Attributes[name]
	raw, given := u.Attributes[name]
	if !given {
		return nil // unknown, not 否: an attribute is no form field
	}
	v, err := a.Type.Read(raw)
	if err != nil {
		return factError("属性「%s」%v", name, err)
	}
	out.attributes[name] = v
	return nil
}

// value resolves a parameter: the unit's own value, that of its attribute, the
// default, or nothing.
func (p *Parameter) value(name string, byDefault Value, u UnitFacts, known *unitEnv) Value {
	if own, ok := u.Parameters[name]; ok {
		return literal(own)
	}
	if p.By != "" {
		if x, ok := p.Values[known.attributes[p.By].String()]; ok {
			return literal(x.Source)
		}
	}
	return byDefault
}
