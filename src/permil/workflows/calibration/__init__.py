"""Bayesian calibration of a model on the measured stocks of a project."""
