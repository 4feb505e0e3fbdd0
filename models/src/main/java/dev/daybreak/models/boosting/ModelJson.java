package dev.daybreak.models.boosting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Drops the last rounds from a model of trees in XGBoost's JSON form ("Introduction to Model IO" in its manual gives the
 * schema); its Java interface has no slices. A shorter model instead of a remembered best round: nobody who loads it, the
 * SageMaker container included, can predict with rounds that early stopping refused.
 *
 * <p>Tokens are copied as they stand: XGBoost tells a whole number from a float by how it is written.
 */
final class ModelJson {
    /** XGBoost before 3.0 writes NaN where a split by category has no threshold. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final JsonParser in;
    private final JsonGenerator out;
    private final Map<String, Integer> lengths;
    private final int trees;

    private ModelJson(JsonParser in, JsonGenerator out, int rounds, int treesOfARound) {
        this.in = in;
        this.out = out;
        this.trees = rounds * treesOfARound;
        this.lengths = Map.of("iteration_indptr", rounds + 1, "trees", trees, "tree_info", trees);
    }

    /** @param treesOfARound the parameter {@code num_parallel_tree}; models here have one output */
    static byte[] keepRounds(byte[] json, int rounds, int treesOfARound) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length);
        try (JsonParser in = FACTORY.createParser(json);
                JsonGenerator out = FACTORY.createGenerator(bytes)) {
            in.nextToken();
            new ModelJson(in, out, rounds, treesOfARound).copy();
        }
        return bytes.toByteArray();
    }

    /** Copies the value that begins at the current token, and stays on its last token. */
    private void copy() throws IOException {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            out.writeStartObject();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                copyField();
            }
            out.writeEndObject();
        } else if (in.currentToken() == JsonToken.START_ARRAY) {
            copyArray(Integer.MAX_VALUE);
        } else if (in.currentToken().isNumeric()) {
            out.writeNumber(in.getText());
        } else {
            out.copyCurrentEvent(in);
        }
    }

    private void copyField() throws IOException {
        String name = in.currentName();
        out.writeFieldName(name);
        in.nextToken();
        if (name.equals("num_trees")) {
            out.writeString(Integer.toString(trees));
        } else if (lengths.containsKey(name)) {
            copyArray(lengths.get(name));
        } else {
            copy();
        }
    }

    private void copyArray(int length) throws IOException {
        out.writeStartArray();
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i < length) {
                copy();
            } else {
                in.skipChildren();
            }
        }
        out.writeEndArray();
    }
}
