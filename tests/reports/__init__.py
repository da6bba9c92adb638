"""Files for leadership: values equal the readout's, nothing in them can run."""
