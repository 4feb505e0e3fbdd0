package dev.daybreak.server.pages.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How well words fit. */
class SearchableTest {
    private static Searchable named(String name, String... texts) {
        return new Searchable("table", name, "", List.of(texts), "/");
    }

    @Test
    void aNameFitsBetterTheMoreOfItIsMeantAndBetterThanADescription() {
        List<Searchable> all = Stream.of(
                        named("raw.users", "those who click"),
                        named("features.supplicks"),
                        named("features.click_rate"),
                        named("clicks_by_day"),
                        named("click"),
                        named("raw.items", "unclickable things"))
                .sorted(Comparator.comparing((Searchable one) -> one.score(List.of("click")))
                        .reversed())
                .toList();

        assertThat(all)
                .extracting(Searchable::name)
                .containsExactly(
                        "click",
                        "clicks_by_day",
                        "features.click_rate",
                        "raw.users",
                        "raw.items",
                        "features.supplicks");
        assertThat(all.get(5).score(List.of("click"))).isZero();
    }

    @Test
    void allWordsMustStandSomewhere() {
        Searchable table = named("features.click_rate", "Share of shown items", "growth");

        assertThat(table.score(List.of("rate", "growth", "items"))).isPositive();
        assertThat(table.score(List.of("rate", "sales"))).isZero();
    }
}
