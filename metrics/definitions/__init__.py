"""The metrics, declared: one module per topic, collected in order by `metrics.registry`."""
