"""The kinds of field that tasks and actions are made of: one strict reading for JSON and for page forms.

Each knows how a JSON value becomes what a browser would have posted (`texts`) and how it is described to other
programs (`schema`). A value of another JSON type is refused, not converted.
"""
