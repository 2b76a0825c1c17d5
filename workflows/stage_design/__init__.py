"""Designing the stages of a region: the draft and its acts, what differs between versions, checks, a sample route."""
