"""The benchmarks: every workload in one readable file, beside its peers and the raw limit in the same run."""
