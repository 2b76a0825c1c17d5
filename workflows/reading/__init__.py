"""The read side of the desk: what lists, workspace and API show, as plain frozen data. Nothing here writes."""
