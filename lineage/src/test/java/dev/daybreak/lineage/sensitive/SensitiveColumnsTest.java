package dev.daybreak.lineage.sensitive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.Project;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.load.Loaded;
import dev.daybreak.project.load.ProjectLoader;
import dev.daybreak.sql.analysis.ProjectAnalysis;
import dev.daybreak.sql.query.ColumnId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which columns tell of a person, over users of whom the mail address is tagged. */
class SensitiveColumnsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void project() throws IOException {
        file("daybreak.yaml", "name: shop\nversion: 1\n");
        file(
                "sources/users.yaml",
                "files: {path: users.csv}\ncolumns:\n  id: long\n  email: {type: string, tags: [pii], was: mail}\n  country: string\n");
    }

    private void file(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private void table(String name, String header, String sql) throws IOException {
        file("assets/shop/" + name + ".sql", "/*---\n" + header + "---*/\n" + sql);
    }

    private SensitiveColumns columns() {
        Loaded loaded = ProjectLoader.load(folder, Map.of());
        assertThat(loaded.problems()).isEmpty();
        Project project = loaded.project().orElseThrow();
        return SensitiveColumns.of(project, ProjectAnalysis.analyze(project));
    }

    private static ColumnId column(String asset, String column) {
        return new ColumnId(AssetKey.parse(asset), column);
    }

    @Test
    void whatIsComputedFromATaggedColumnIsSensitiveToo() throws IOException {
        table("people", "", "SELECT id, UPPER(email) AS shouted, country FROM raw.users WHERE email IS NOT NULL");
        table(
                "hosts",
                "kind: view\n",
                "SELECT country, MAX(split_part(shouted, '@', 2)) AS host FROM shop.people GROUP BY country");

        SensitiveColumns columns = columns();

        assertThat(columns.isSensitive(column("raw.users", "EMAIL"))).isTrue();
        assertThat(columns.isSensitive(column("raw.users", "mail"))).isTrue();
        assertThat(columns.isSensitive(column("raw.users", "country"))).isFalse();
        assertThat(columns.isSensitive(column("shop.people", "shouted"))).isTrue();
        assertThat(columns.isSensitive(column("shop.people", "id"))).isFalse();
        assertThat(columns.isSensitive(column("shop.hosts", "host"))).isTrue();
        assertThat(columns.isSensitive(column("shop.hosts", "country"))).isFalse();
    }

    @Test
    void whatCannotBeToldIsSensitiveBesideWhatIs() throws IOException {
        table(
                "odd",
                "dialect: duckdb\ncolumns: {a: string}\ninputs: {raw.users: {}}\n",
                "FROM raw.users SELECT email AS a");

        SensitiveColumns columns = columns();

        assertThat(columns.isSensitive(column("raw.users", "gone"))).isTrue();
        assertThat(columns.isSensitive(column("raw.users__dead_letters", "line")))
                .isTrue();
        assertThat(columns.isSensitive(column("shop.odd", "a"))).isTrue();
    }

    @Test
    void aProjectWithoutTagsHasNone() throws IOException {
        file("sources/users.yaml", "files: {path: users.csv}\ncolumns: {id: long, email: string}\n");

        SensitiveColumns columns = columns();

        assertThat(columns.isEmpty()).isTrue();
        assertThat(columns.holdsAny(AssetKey.parse("raw.users__dead_letters"))).isFalse();
    }
}
