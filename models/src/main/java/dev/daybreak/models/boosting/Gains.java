package dev.daybreak.models.boosting;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How much the features of a model of trees help: the sum of what each split on a feature won in the loss that was minimised, which XGBoost calls its
 * total gain. Read from the model itself, since the library's Java interface cannot tell splits by category.
 */
public final class Gains {
    private final JsonParser in;
    private final double[] gains;

    private Gains(JsonParser in, int features) {
        this.in = in;
        this.gains = new double[features];
    }

    /**
     * The share of each feature in the gain of all; zeros if nothing was split.
     *
     * @param model as {@link Trainer} gives it
     */
    public static double[] shares(byte[] model, int features) {
        try (JsonParser in = ModelJson.FACTORY.createParser(model)) {
            Gains gains = new Gains(in, features);
            while (in.nextToken() != null) {
                if (in.currentToken() == JsonToken.FIELD_NAME
                        && in.currentName().equals("trees")
                        && in.nextToken() == JsonToken.START_ARRAY) {
                    gains.addTrees();
                }
            }
            return gains.shares();
        } catch (IOException e) {
            throw new IllegalStateException("A model that was just saved can be read", e);
        }
    }

    private void addTrees() throws IOException {
        while (in.nextToken() == JsonToken.START_OBJECT) {
            addTree();
        }
    }

    private void addTree() throws IOException {
        List<Double> left = List.of();
        List<Double> feature = List.of();
        List<Double> gain = List.of();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "left_children" -> left = numbers();
                case "split_indices" -> feature = numbers();
                case "loss_changes" -> gain = numbers();
                default -> in.skipChildren();
            }
        }
        for (int node = 0; node < left.size(); node++) {
            // A leaf has no child, and may remember a split that was pruned.
            if (left.get(node) >= 0) {
                gains[feature.get(node).intValue()] += gain.get(node);
            }
        }
    }

    private List<Double> numbers() throws IOException {
        List<Double> numbers = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            numbers.add(in.getDoubleValue());
        }
        return numbers;
    }

    private double[] shares() {
        double total = 0;
        for (double gain : gains) {
            total += gain;
        }
        double[] shares = new double[gains.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = total > 0 ? gains[i] / total : 0;
        }
        return shares;
    }
}
