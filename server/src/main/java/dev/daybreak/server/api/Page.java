package dev.daybreak.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Long lists in pages: how many items a page has, and where the next begins. */
final class Page {
    private static final int DEFAULT = 100;
    private static final int MOST = 1_000;

    static final Parameter LIMIT =
            Parameter.query("limit", Schema.integer(1, MOST), "How many at most; by default " + DEFAULT + ".");
    static final Parameter CURSOR =
            Parameter.query("cursor", Schema.text(1_000), "Where to go on: 'next' of the page before.");

    private Page() {}

    /** Of a page: a list by this name, and where the next begins. */
    static Schema schema(String name, Schema item) {
        return Schema.object(
                Property.of(name, Schema.list(item)),
                Property.of("next", Schema.TEXT.orNull(), "The cursor of the next page; null on the last."));
    }

    static int limit(Call call) {
        return call.query("limit", DEFAULT);
    }

    /**
     * Where a page begins.
     *
     * @param reader makes a position of the parts of a cursor; whatever it throws means that the cursor is none of ours
     */
    static <T> Optional<T> position(Call call, Function<List<String>, T> reader) {
        return call.query("cursor").map(text -> {
            try {
                List<String> parts = new ArrayList<>();
                JsonNode list = Json.read(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
                list.forEach(part -> parts.add(part.textValue()));
                return reader.apply(parts);
            } catch (RuntimeException e) {
                throw HttpFailure.badRequest(
                        "Invalid cursor '" + text + "'.", "cursor", "Give 'next' of the page before, as it was.");
            }
        });
    }

    /**
     * The answer with a page.
     *
     * @param found one more than the limit if there is a next page
     * @param parts of the cursor that stands after an item
     */
    static <T> Map<String, Object> answer(
            String name,
            int limit,
            List<T> found,
            Function<T, Map<String, Object>> value,
            Function<T, List<Object>> parts) {
        List<T> shown = found.size() > limit ? found.subList(0, limit) : found;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(name, shown.stream().map(value).toList());
        answer.put("next", found.size() > limit ? cursor(parts.apply(shown.get(shown.size() - 1))) : null);
        return answer;
    }

    private static String cursor(List<Object> parts) {
        String text = Json.write(parts.stream().map(String::valueOf).toList());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
