package dev.daybreak.orchestration.alert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells several messages in one. */
final class Folding {
    private static final String KIND = "more";
    /** So many are told by their own line in the text, and in the list. */
    private static final int MOST_IN_TEXT = 3;

    private static final int MOST_IN_LIST = 20;

    private Folding() {}

    static boolean isFolded(Map<String, Object> document) {
        return KIND.equals(document.get("kind"));
    }

    /** @param documents at least two */
    static Map<String, Object> fold(List<Map<String, Object>> documents) {
        List<String> texts = documents.stream()
                .map(document -> String.valueOf(document.get("text")))
                .toList();
        int shown = Math.min(MOST_IN_TEXT, texts.size());
        StringBuilder text =
                new StringBuilder(texts.size() + " alerts together, since this target may get no more by itself:");
        texts.stream().limit(shown).forEach(line -> text.append("\n- ").append(line));
        if (texts.size() > shown) {
            text.append("\nand ").append(texts.size() - shown).append(" more");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("kind", KIND);
        values.put("project", documents.get(0).get("project"));
        values.put("text", text.toString());
        values.put("count", texts.size());
        values.put("alerts", texts.stream().limit(MOST_IN_LIST).toList());
        return values;
    }
}
