package dev.daybreak.project.problem;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant: the one at the smallest edit distance, if that is small enough. */
public final class NearestName {
    private NearestName() {}

    /** The nearest of {@code known} within a third of the name's length (at least 1 edit); letter case costs nothing. */
    public static Optional<String> of(String name, Collection<String> known) {
        int bound = Math.max(1, name.length() / 3);
        String best = null;
        int bestDistance = bound + 1;
        for (String candidate : known) {
            int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            boolean sharesALetter = distance < Math.max(name.length(), candidate.length());
            if (distance < bestDistance && sharesALetter) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** A clause to end a message with: {@code " Did you mean 'x'?"}, or nothing. */
    public static String hint(String name, Collection<String> known) {
        return of(name, known).map(near -> " Did you mean '" + near + "'?").orElse("");
    }

    /** Optimal string alignment: Levenshtein with neighbouring letters swapped as one edit. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = best;
            }
        }
        return cost[a.length()][b.length()];
    }
}
