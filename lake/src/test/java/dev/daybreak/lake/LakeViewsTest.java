package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.KEY;
import static dev.daybreak.lake.TestTable.SCHEMA;
import static dev.daybreak.lake.TestTable.dailyLayout;
import static dev.daybreak.lake.TestTable.guard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.daybreak.formats.IcebergTypes;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.View;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views of the catalog, as runs publish them and other programs see them. */
class LakeViewsTest {
    private static final TableIdentifier NAME = TableIdentifier.of("features", "activity");
    private static final LakeViews.Definition BOTH =
            new LakeViews.Definition(SCHEMA, Map.of("duckdb", "SELECT * FROM raw.a", "spark", "SELECT * FROM raw.a"));

    @TempDir
    Path folder;

    private Lake lake;
    private SharedCatalog others;

    @BeforeEach
    void open() {
        lake = Lakes.open(folder);
        others = SharedCatalog.open(Lakes.place(folder));
    }

    @AfterEach
    void close() {
        others.close();
        lake.close();
    }

    @Test
    void othersSeeWhatWasPublishedLast() {
        lake.views().publish(KEY, BOTH, guard("one"));
        Schema less = Schema.of(Column.of("day", Primitive.DATE));
        lake.views()
                .publish(KEY, new LakeViews.Definition(less, Map.of("spark", "SELECT day FROM raw.a")), guard("two"));

        View view = others.loadView(NAME);

        assertThat(view.schema().findField("day").type()).hasToString("date");
        assertThat(view.schema().columns()).hasSize(1);
        assertThat(view.currentVersion().representations())
                .map(SQLViewRepresentation.class::cast)
                .extracting(SQLViewRepresentation::dialect, SQLViewRepresentation::sql)
                .containsExactly(tuple("spark", "SELECT day FROM raw.a"));
        assertThat(view.currentVersion().defaultNamespace()).hasToString("features");
        assertThat(view.properties()).containsEntry("daybreak.step", "two");
        assertThat(lake.views().find(KEY))
                .contains(new LakeViews.Definition(less, Map.of("spark", "SELECT day FROM raw.a")));
        assertThat(lake.views().isPublished(KEY, "two")).isTrue();
        assertThat(lake.views().isPublished(KEY, "one")).isFalse();
        assertThat(lake.find(KEY)).isEmpty();
        assertThat(lake.tables()).isEmpty();
    }

    @Test
    void aStepPublishesOnce() {
        lake.views().publish(KEY, BOTH, guard("one", "attempt-1"));
        lake.views().publish(KEY, BOTH, guard("one", "attempt-2"));

        assertThat(others.loadView(NAME).properties()).containsEntry("daybreak.attempt", "attempt-1");
    }

    @Test
    void anAttemptThatIsNotTheNewestPublishesNothing() {
        PublishGuard old = new PublishGuard("one", "attempt-1", 1, "run-1", "f00d", () -> false);

        assertThatThrownBy(() -> lake.views().publish(KEY, BOTH, old))
                .isInstanceOf(DaybreakException.class)
                .hasMessageContaining("is not the newest any more");
        assertThat(others.viewExists(NAME)).isFalse();
    }

    @Test
    void aTableOrAViewOfOthersIsLeftAlone() {
        lake.prepare(KEY, dailyLayout());

        assertThatThrownBy(() -> lake.views().publish(KEY, BOTH, guard("one")))
                .hasMessageContaining("there is a table of that name");

        others.dropTable(NAME);
        others.buildView(NAME)
                .withSchema(IcebergTypes.schema(SCHEMA))
                .withDefaultNamespace(NAME.namespace())
                .withQuery("trino", "SELECT 1")
                .create();

        assertThatThrownBy(() -> lake.views().publish(KEY, BOTH, guard("two")))
                .hasMessageContaining("a view of that name that no run has made");
        assertThatThrownBy(() -> lake.prepare(KEY, dailyLayout()))
                .hasMessageContaining("a view of that name that no run has made");
    }

    @Test
    void aTableTakesThePlaceOfAView() {
        lake.views().publish(KEY, BOTH, guard("one"));
        try (Lake branch = Lake.open(Lakes.place(folder), new Branch("dev", Branch.Bases.NEWEST))) {
            assertThatThrownBy(() -> branch.prepare(KEY, dailyLayout()))
                    .hasMessageContaining("prod has a view of that name");
        }

        lake.prepare(KEY, dailyLayout());

        assertThat(lake.find(KEY)).isPresent();
        assertThatThrownBy(() -> others.loadView(NAME)).isInstanceOf(NoSuchViewException.class);
    }
}
