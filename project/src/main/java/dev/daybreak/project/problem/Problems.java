package dev.daybreak.project.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong while files are read, so that all of it is told at once. Not safe for threads. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private int errors;

    public void add(Problem problem) {
        found.add(problem);
        errors += problem.isError() ? 1 : 0;
    }

    /** Notes an error; {@code mend} is empty if the message says it already. */
    public void error(Place place, String message, String mend) {
        add(Problem.error(place, message, mend));
    }

    /** Notes a warning; {@code mend} is empty if the message says it already. */
    public void warning(Place place, String message, String mend) {
        add(Problem.warning(place, message, mend));
    }

    /** How many errors were noted so far; a reader compares it before and after a part. */
    public int errors() {
        return errors;
    }

    /** In the order of places: by file, then line, then column. */
    public List<Problem> sorted() {
        return found.stream().sorted(Comparator.comparing(Problem::place)).toList();
    }
}
