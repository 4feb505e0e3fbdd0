package dev.daybreak.models.training;

import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.GroupSplit;
import dev.daybreak.project.asset.ModelAsset.RandomSplit;
import dev.daybreak.project.plan.Fingerprint;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Which rows are trained on, which early stopping looks at, and which are held out. Depends on the definition and the order
 * of the rows only, never on a random generator's state.
 */
final class Parts {
    static final byte TRAINING = 0;
    static final byte STOPPING = 1;
    static final byte HOLDOUT = 2;

    private static final String HOLDOUT_SALT = "holdout";
    private static final String STOPPING_SALT = "stopping";

    private final byte[] part;
    private final int[] counts = new int[HOLDOUT + 1];

    private Parts(byte[] part) {
        this.part = part;
        for (byte each : part) {
            counts[each]++;
        }
    }

    /** All rows in one part. */
    static Parts all(byte part, int rows) {
        byte[] parts = new byte[rows];
        Arrays.fill(parts, part);
        return new Parts(parts);
    }

    static Parts of(ModelAsset model, TrainingRows rows) {
        byte[] part = new byte[rows.rows()];
        long seed = model.algorithm().seed();
        IntPredicate held;
        if (model.split() instanceof RandomSplit random) {
            held = byRow(seed, HOLDOUT_SALT, random.share());
        } else if (model.split() instanceof GroupSplit group) {
            held = byGroup(rows, seed, HOLDOUT_SALT, group.share());
        } else {
            held = row -> rows.held().at(row) > 0;
        }
        int training = 0;
        for (int row = 0; row < part.length; row++) {
            if (held.test(row)) {
                part[row] = HOLDOUT;
            } else {
                training++;
            }
        }
        if (model.algorithm().earlyStopping().isPresent()) {
            double share = model.algorithm().earlyStopping().get().share();
            if (model.timeColumn().isPresent()) {
                latest(part, (int) Math.ceil(training * share));
            } else {
                IntPredicate stops = model.split() instanceof GroupSplit
                        ? byGroup(rows, seed, STOPPING_SALT, share)
                        : byRow(seed, STOPPING_SALT, share);
                mark(part, stops);
            }
        }
        return new Parts(part);
    }

    /** Rows stand in the order of time, so the latest stand last. */
    private static void latest(byte[] part, int wanted) {
        int left = wanted;
        for (int row = part.length - 1; row >= 0 && left > 0; row--) {
            if (part[row] == TRAINING) {
                part[row] = STOPPING;
                left--;
            }
        }
    }

    private static void mark(byte[] part, IntPredicate stops) {
        for (int row = 0; row < part.length; row++) {
            if (part[row] == TRAINING && stops.test(row)) {
                part[row] = STOPPING;
            }
        }
    }

    private static IntPredicate byRow(long seed, String salt, double share) {
        long start = Long.parseUnsignedLong(Fingerprint.hash(salt + seed).substring(0, 16), 16);
        return row -> unit(mix(start + row * 0x9E3779B97F4A7C15L)) < share;
    }

    private static IntPredicate byGroup(TrainingRows rows, long seed, String salt, double share) {
        FloatColumn group = rows.group();
        boolean[] chosen = new boolean[group.categories().size()];
        for (int i = 0; i < chosen.length; i++) {
            String hash =
                    Fingerprint.hash(salt + seed + " " + group.categories().get(i));
            chosen[i] = unit(Long.parseUnsignedLong(hash.substring(0, 16), 16)) < share;
        }
        boolean none = unit(Long.parseUnsignedLong(Fingerprint.hash(salt + seed).substring(0, 16), 16)) < share;
        return row -> Float.isNaN(group.at(row)) ? none : chosen[(int) group.at(row)];
    }

    /** The finalizer of SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private static double unit(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }

    byte of(int row) {
        return part[row];
    }

    int count(byte which) {
        return counts[which];
    }
}
