"""自动核验 by topic: pure functions from the evidence of a case to findings. A business type declares which it asks."""
