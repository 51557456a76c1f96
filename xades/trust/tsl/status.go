package tsl

import (
	"slices"
	"time"
)

// regulation is when Regulation (EU) 910/2014 began to apply, midnight in
// Brussels: from then on only "granted" grants (TS 119 615 4.3).
var regulation = time.Date(2016, 6, 30, 22, 0, 0, 0, time.UTC)

// At returns the state of the service at a time; ok is false before the first
// one that the list tells of.
func (s *Service) At(t time.Time) (state State, ok bool) {
	for _, state := range s.States {
		if !state.Since.After(t) {
			return state, true
		}
	}
	return State{}, false
}

// Granted reports whether the service was a granted one of a type at a time:
// "granted", or before the Regulation one of the supervised states of the
// Directive. A service in a state with an unknown critical extension is not.
func (s *Service) Granted(serviceType string, t time.Time) bool {
	state, ok := s.At(t)
	return ok && state.Type == serviceType && state.grants(t) && len(state.Unknown) == 0
}

func (s *State) grants(t time.Time) bool {
	switch s.Status {
	case StatusGranted:
		return true
	case StatusUnderSupervision, StatusSupervisionInCessation, StatusAccredited:
		return t.Before(regulation)
	}
	return false
}

// ever reports whether the service was of a type at any time.
func (s *Service) ever(serviceType string) bool {
	return slices.ContainsFunc(s.States, func(state State) bool { return state.Type == serviceType })
}
