package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.RowOrder.Sorted;
import dev.daybreak.project.asset.RowOrder.ZOrdered;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sort} and {@code bloom} say for tables and sources. */
class LayoutFormTest {
    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root);
    }

    private void table(String header) {
        folder.write("assets/a/b.sql", "/*---\n" + header + "---*/\nSELECT 1 AS one\n");
    }

    private FileLayout layout() {
        Loaded loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        return loaded.project().orElseThrow().tables().get(0).layout();
    }

    @Test
    void rowsLieAsTheyComeUnlessSaidOtherwise() {
        table("owner: ana\n");

        assertThat(layout()).isEqualTo(FileLayout.NONE);
    }

    @Test
    void anOrderIsAColumnAListOrACurve() {
        table("sort: one\nbloom: [one, two]\n");
        assertThat(layout()).isEqualTo(new FileLayout(Optional.of(new Sorted(List.of("one"))), List.of("one", "two")));

        table("sort: [two, one]\n");
        assertThat(layout().order()).contains(new Sorted(List.of("two", "one")));

        table("sort: {zorder: [one, two]}\n");
        assertThat(layout().order()).contains(new ZOrdered(List.of("one", "two")));
    }

    @Test
    void sourcesHaveThemToo() {
        folder.write("sources/orders.yaml", ProjectFolder.SOURCE + "sort: ordered_at\nbloom: order_id\n");

        Loaded loaded = folder.load();

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.project().orElseThrow().sources().get(0).layout())
                .isEqualTo(new FileLayout(Optional.of(new Sorted(List.of("ordered_at"))), List.of("order_id")));
    }

    @Test
    void columnsMustBeThereAndOfATypeThatCan() {
        folder.write(
                "sources/orders.yaml",
                """
                files: {path: data/orders.csv}
                columns: {order_id: long, price: double, tags: 'list<string>'}
                sort: [orderid, tags]
                bloom: [price]
                """);
        table("columns: {one: long}\nsort: {zorder: [one, tow]}\n");

        assertThat(folder.problems())
                .containsExactlyInAnyOrder(
                        "assets/a/b.sql:3:7 Missing column 'tow': 'sort' names it, but 'columns' has not.",
                        "sources/orders.yaml:3:7 Missing column 'orderid': 'sort' names it, but 'columns' has not."
                                + " Did you mean 'order_id'?",
                        "sources/orders.yaml:3:7 Invalid key 'sort': column 'tags' is of type list<string>; permitted are"
                                + " all but list, map and struct.",
                        "sources/orders.yaml:4:8 Invalid key 'bloom': column 'price' is of type double; permitted are"
                                + " int, long, string, date, timestamp and timestamptz.");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        table("sort: {zorder: [one]}\nbloom: [one, One]\n");

        assertThat(folder.problems())
                .containsExactlyInAnyOrder(
                        "assets/a/b.sql:2:16 Invalid value of 'zorder': it names 1 column; permitted are 2 to 4.",
                        "assets/a/b.sql:3:14 Invalid list: column 'One' is named twice.");
    }
}
