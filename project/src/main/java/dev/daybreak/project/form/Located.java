package dev.daybreak.project.form;

import dev.daybreak.project.problem.Place;

/** A value with the place it was written at. */
public record Located<T>(T value, Place place) {}
