"""户室信息: nothing is typed into the task itself; it is done when every unit is complete."""

from wtforms import Form


class UnitsForm(Form):
    """Saving asks whether anything is missing."""
