package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.sql.syntax.ReservedWords;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB's own list of words, each tried as a column. */
class ReservedWordsTest {
    @TempDir
    Path folder;

    @Test
    void areThoseThatDuckDbDoesNotReadAsColumns() {
        List<String> refused = new ArrayList<>();
        List<String> told = new ArrayList<>();
        try (DuckDbEngine engine = DuckDbEngine.open(new DuckDbEngine.Settings(128L << 20, 1, folder));
                Session session = engine.open(ZoneOffset.UTC)) {
            for (String word : words(session)) {
                try {
                    session.describe("SELECT " + word + " FROM (SELECT 7 AS \"" + word + "\") AS t");
                } catch (DaybreakException e) {
                    refused.add(word);
                }
                if (ReservedWords.isReserved(word)) {
                    told.add(word);
                }
            }
        }
        assertThat(refused).hasSizeGreaterThan(50).containsExactlyElementsOf(told);
    }

    private static List<String> words(Session session) {
        List<String> words = new ArrayList<>();
        try (Rows rows = session.query("SELECT DISTINCT keyword_name AS word FROM duckdb_keywords() ORDER BY word")) {
            while (rows.next()) {
                words.add((String) rows.value(0));
            }
        }
        return words;
    }
}
