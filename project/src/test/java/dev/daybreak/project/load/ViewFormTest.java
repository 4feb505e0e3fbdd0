package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.Project;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.problem.Place;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files under {@code assets/} that say {@code kind: view}. */
class ViewFormTest {
    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root);
        folder.write("daybreak.yaml", "name: shop\nstart: 2025-03-01\n");
    }

    @Test
    void readsAView() {
        folder.write(
                "assets/shop/buyers.sql",
                """
                /*---
                kind: view
                description: Who buys
                owner: growth
                tags: daily
                inputs: {raw.users: {whole: true}}
                columns: {user_id: {type: long, description: Who}}
                dialect: duckdb
                ---*/
                SELECT user_id FROM raw.users
                """);

        Loaded loaded = folder.load();

        assertThat(loaded.problems()).isEmpty();
        Project project = loaded.project().orElseThrow();
        assertThat(project.tables()).isEmpty();
        ViewAsset view = project.views().get(0);
        assertThat(view.key()).isEqualTo(AssetKey.parse("shop.buyers"));
        assertThat(view.sql()).isEqualTo("SELECT user_id FROM raw.users\n");
        assertThat(view.sqlPlace()).isEqualTo(new Place("assets/shop/buyers.sql", 10, 1));
        assertThat(view.about().owner()).isEqualTo("growth");
        assertThat(view.declaredInputs().get(0).window()).isEqualTo(new Input.Whole());
        assertThat(view.dialect()).contains("duckdb");
        assertThat(view.definition()).containsOnlyKeys("columns", "dialect");
    }

    @Test
    void tellsEveryKeyThatOnlyATableCanHave() {
        folder.write(
                "assets/shop/buyers.sql",
                """
                /*---
                kind: view
                partition: {column: day, every: day}
                lookback: 1 day
                batch: 7
                write: append
                salt: {key: user_id, buckets: 8}
                engine: spark
                fresh: by 06:00
                retries: 1
                columns: {user_id: {type: long, required: true}, day: {type: date, was: date}}
                checks: [expect_column_values_to_not_be_null: {column: user_id}]
                ---*/
                SELECT user_id FROM raw.users
                """);
        folder.write("assets/shop/other.sql", "/*---\nkind: veiw\n---*/\nSELECT 1 AS one\n");

        String permitted = ": a view keeps no rows, and is read for the interval of its reader.";
        assertThat(folder.problems())
                .containsExactly(
                        "assets/shop/buyers.sql:3:12 Invalid key 'partition'" + permitted,
                        "assets/shop/buyers.sql:4:11 Invalid key 'lookback'" + permitted,
                        "assets/shop/buyers.sql:5:8 Invalid key 'batch'" + permitted,
                        "assets/shop/buyers.sql:6:8 Invalid key 'write'" + permitted,
                        "assets/shop/buyers.sql:7:7 Invalid key 'salt'" + permitted,
                        "assets/shop/buyers.sql:8:9 Invalid key 'engine'" + permitted,
                        "assets/shop/buyers.sql:9:8 Invalid key 'fresh'" + permitted,
                        "assets/shop/buyers.sql:10:10 Invalid key 'retries'" + permitted,
                        "assets/shop/buyers.sql:12:9 Invalid key 'checks': a view keeps no rows that a check could hold back.",
                        "assets/shop/other.sql:2:7 Invalid value 'veiw' of 'kind': expected one of table, view. Did you mean"
                                + " 'view'?");
    }

    @Test
    void tellsWhatAContractCannotPromise() {
        folder.write(
                "assets/shop/buyers.sql",
                """
                /*---
                kind: view
                columns: {user_id: {type: long, required: true}, day: {type: date, was: date}}
                ---*/
                SELECT user_id FROM raw.users
                """);

        assertThat(folder.problems())
                .containsExactly(
                        "assets/shop/buyers.sql:3:10 Invalid column 'user_id': 'required' cannot be promised of a view, which"
                                + " checks no rows.",
                        "assets/shop/buyers.sql:3:10 Invalid column 'day': 'was' tells where rows are kept, and a view keeps"
                                + " none.");
    }
}
