/**
 * Checks on data, with the names, parameters and meaning of Great Expectations.
 *
 * <p>The way of a check: its {@link dev.daybreak.quality.Expectation} compiles the arguments to a
 * {@link dev.daybreak.quality.Measurement}, an {@link dev.daybreak.quality.Evaluation} measures those of all checks together
 * ({@link dev.daybreak.quality.Pass}), and each is judged to a {@link dev.daybreak.quality.Verdict}. A new expectation is one
 * more entry in the list of its family ({@code NullExpectations.ALL} and the like).
 */
package dev.daybreak.quality;
