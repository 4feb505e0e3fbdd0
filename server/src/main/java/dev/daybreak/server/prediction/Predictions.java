package dev.daybreak.server.prediction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes predictions in the form that was asked for. */
final class Predictions {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Predictions() {}

    static String write(MediaType type, ServedModel model, float[] scores) {
        return switch (type) {
            case CSV -> csv(scores);
            case JSON -> json(answer(model, scores)) + "\n";
            case JSON_LINES -> lines(scores);
        };
    }

    /** One score per line, as the SageMaker container answers. */
    private static String csv(float[] scores) {
        StringBuilder text = new StringBuilder(scores.length * 12);
        for (float score : scores) {
            text.append(score).append('\n');
        }
        return text.toString();
    }

    private static String lines(float[] scores) {
        StringBuilder text = new StringBuilder(scores.length * 22);
        for (float score : scores) {
            text.append(json(Map.of("score", score))).append('\n');
        }
        return text.toString();
    }

    private static Map<String, Object> answer(ServedModel model, float[] scores) {
        List<Map<String, Float>> predictions = new ArrayList<>(scores.length);
        for (float score : scores) {
            predictions.add(Map.of("score", score));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("predictions", predictions);
        answer.put("model", model.name());
        answer.put("version", model.version());
        return answer;
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
