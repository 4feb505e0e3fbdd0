package dev.daybreak.server.iceberg;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.exceptions.BadRequestException;

/**
 * Cuts a list into pages that begin after a name, so what comes and goes meanwhile moves nothing. Whoever names neither a token nor a
 * size does not know of pages, and gets the whole list.
 */
final class Pages {
    private static final int USUAL_SIZE = 1000;

    private Pages() {}

    /**
     * Items of one page.
     *
     * @param next the token of the page after it; null on the last
     */
    record Page<T>(List<T> items, String next) {}

    /** @param name of an item, another for each; by it they are ordered */
    static <T> Page<T> of(List<T> all, Function<T, String> name, Exchange exchange) {
        return of(all, name, exchange.parameter("pageToken"), exchange.parameter("pageSize"));
    }

    static <T> Page<T> of(List<T> all, Function<T, String> name, Optional<String> token, Optional<String> size) {
        Comparator<T> order = Comparator.comparing(name);
        if (token.isEmpty() && size.isEmpty()) {
            return new Page<>(all.stream().sorted(order).toList(), null);
        }
        int most = size.map(Pages::size).orElse(USUAL_SIZE);
        String after = token.filter(text -> !text.isEmpty()).map(Pages::read).orElse(null);
        List<T> rest = all.stream()
                .filter(item -> after == null || name.apply(item).compareTo(after) > 0)
                .sorted(order)
                .limit(most + 1L)
                .toList();
        if (rest.size() <= most) {
            return new Page<>(rest, null);
        }
        List<T> items = rest.subList(0, most);
        return new Page<>(items, write(name.apply(items.get(most - 1))));
    }

    private static int size(String text) {
        try {
            int size = Integer.parseInt(text);
            if (size >= 1) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new BadRequestException("Invalid pageSize '%s': expected a whole number of at least 1", text);
    }

    private static String write(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("Invalid pageToken '%s': use the 'next-page-token' of a page", token);
        }
    }
}
