package dev.daybreak.cli.demo;

import java.util.SplittableRandom;

/**
 * The hidden truth behind the demo's click logs: what each user likes, how good each item is, and so how likely a click is.
 * A model sees only the logs. Nothing changes after construction, so any thread may ask.
 */
final class Shop {
    static final String[] CATEGORIES = {"books", "garden", "games", "music", "kitchen", "sport", "toys", "travel"};
    static final String[] DEVICES = {"phone", "tablet", "desktop"};
    static final String[] COUNTRIES = {"DE", "FR", "GB", "ES", "IT", "NL", "PL", "SE"};

    private static final double BIAS = -2.2;
    private static final double POSITION = -0.16;
    private static final double ACTIVITY_SPREAD = 1.0;
    private static final double QUALITY_SPREAD = 1.1;
    private static final double TASTE_SPREAD = 1.5;

    private final double[] activity;
    private final double[][] taste;
    private final int[] age;
    private final int[] country;
    private final double[] quality;
    private final int[] category;
    private final double[] userShares;
    private final double[] itemShares;

    Shop(int users, int items, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        activity = new double[users];
        taste = new double[users][CATEGORIES.length];
        age = new int[users];
        country = new int[users];
        for (int user = 0; user < users; user++) {
            age[user] = 16 + (int) Math.min(74, Math.abs(random.nextGaussian()) * 18 + random.nextInt(20));
            country[user] = random.nextInt(COUNTRIES.length);
            activity[user] = random.nextGaussian() * ACTIVITY_SPREAD;
            for (int c = 0; c < CATEGORIES.length; c++) {
                double byAge = Math.sin(age[user] / 12.0 + c);
                taste[user][c] = (random.nextGaussian() + 0.7 * byAge) * TASTE_SPREAD / 1.2;
            }
        }
        quality = new double[items];
        category = new int[items];
        for (int item = 0; item < items; item++) {
            quality[item] = random.nextGaussian() * QUALITY_SPREAD;
            category[item] = random.nextInt(CATEGORIES.length);
        }
        userShares = zipf(users, 0.6);
        itemShares = zipf(items, 0.9);
    }

    /** Cumulated shares of ranks 1 to n, each proportional to rank to the power of minus the exponent. */
    private static double[] zipf(int n, double exponent) {
        double[] cumulated = new double[n];
        double sum = 0;
        for (int rank = 1; rank <= n; rank++) {
            sum += Math.pow(rank, -exponent);
            cumulated[rank - 1] = sum;
        }
        for (int i = 0; i < n; i++) {
            cumulated[i] /= sum;
        }
        return cumulated;
    }

    int users() {
        return activity.length;
    }

    int drawUser(SplittableRandom random) {
        return draw(userShares, random);
    }

    int drawItem(SplittableRandom random) {
        return draw(itemShares, random);
    }

    private static int draw(double[] cumulated, SplittableRandom random) {
        int found = java.util.Arrays.binarySearch(cumulated, random.nextDouble());
        return Math.min(found < 0 ? -found - 1 : found, cumulated.length - 1);
    }

    int age(int user) {
        return age[user];
    }

    String country(int user) {
        return COUNTRIES[country[user]];
    }

    String category(int item) {
        return CATEGORIES[category[item]];
    }

    /** The true chance of a click; {@code position} is 1 to 10. No model can rank better than this number does. */
    double chance(int user, int item, int position) {
        double score = BIAS + POSITION * (position - 1) + activity[user] + quality[item] + taste[user][category[item]];
        return 1 / (1 + Math.exp(-score));
    }
}
