package dev.daybreak.sql.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.asset.AssetKey;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The author's text is what runs; only names of tables and parameters are replaced, where they stand. */
class SqlTextTest {
    private static final Map<AssetKey, String> RELATIONS =
            Map.of(AssetKey.parse("raw.clicks"), "r1", AssetKey.parse("raw.users"), "r2");
    private static final Map<String, Object> VALUES = Map.of(
            "start",
            LocalDateTime.parse("2023-01-05T00:00:00"),
            "day",
            LocalDate.parse("2023-01-05"),
            "name",
            "O'Neil",
            "n",
            3L,
            "minus",
            -2L,
            "share",
            0.5,
            "exact",
            new BigDecimal("1.50"),
            "on",
            true);

    private static String bound(String sql) {
        return SqlText.bind(sql, RELATIONS, VALUES).text();
    }

    @Test
    void aTableKeepsItsNameAsAlias() {
        assertThat(bound("SELECT clicks.x FROM raw.clicks WHERE 1 = 1"))
                .isEqualTo("SELECT clicks.x FROM \"r1\" AS \"clicks\" WHERE 1 = 1");
    }

    @Test
    void anAliasStays() {
        assertThat(bound("SELECT c.x, u.y FROM raw.clicks AS c JOIN RAW.Users u ON c.x = u.x"))
                .isEqualTo("SELECT c.x, u.y FROM \"r1\" AS c JOIN \"r2\" u ON c.x = u.x");
    }

    @Test
    void columnsMayBeNamedWithNamespaceAndTable() {
        assertThat(bound("SELECT raw.clicks.x, raw.clicks.* FROM raw.clicks"))
                .isEqualTo("SELECT \"clicks\".x, \"clicks\".* FROM \"r1\" AS \"clicks\"");
    }

    @Test
    void tablesAreFoundWhereverTheyCanStand() {
        assertThat(
                        bound(
                                "WITH a AS (SELECT * FROM raw.clicks) SELECT * FROM a, raw.users, (raw.clicks c CROSS JOIN raw.users v)"
                                        + " WHERE x IN (SELECT x FROM \"raw\".\"users\" ORDER BY 1) AND EXISTS (FROM raw.clicks)"))
                .isEqualTo(
                        "WITH a AS (SELECT * FROM \"r1\" AS \"clicks\") SELECT * FROM a, \"r2\" AS \"users\", (\"r1\" c CROSS JOIN \"r2\" v)"
                                + " WHERE x IN (SELECT x FROM \"r2\" AS \"users\" ORDER BY 1) AND EXISTS (FROM \"r1\" AS \"clicks\")");
    }

    @Test
    void whatOnlyLooksLikeATableStays() {
        String sql =
                "SELECT extract(year FROM raw.clicks), a IS DISTINCT FROM raw.clicks, 'FROM raw.clicks' FROM t AS raw"
                        + " -- FROM raw.clicks\n/* FROM raw.clicks */ GROUP BY raw.clicks, raw.users";

        assertThat(bound(sql)).isEqualTo(sql);
    }

    @Test
    void parametersBecomeLiterals() {
        assertThat(bound("SELECT :start, :day, :name, :n, x -:minus, :share, :exact, :on"))
                .isEqualTo(
                        "SELECT TIMESTAMP '2023-01-05 00:00:00', DATE '2023-01-05', 'O''Neil', 3, x -(-2), 0.5, 1.50, true");
    }

    @Test
    void aColonInOtherPlacesIsNoParameter() {
        String sql =
                "SELECT ':n', \":n\", x::n, $$:n$$, $a$ :n $a$, {'k':n}, l[a:n], E'\\':n' -- :n\n/* :n /* :n */ :n */";

        assertThat(bound(sql)).isEqualTo(sql);
    }

    @Test
    void aParameterMayStandInListsAndStructs() {
        assertThat(bound("SELECT [:n, :n], {'k': :n}, l[:n]")).isEqualTo("SELECT [3, 3], {'k': 3}, l[3]");
    }

    @Test
    void aMissingValueIsAnError() {
        assertThatThrownBy(() -> bound("SELECT\n :strat"))
                .hasMessage("Missing value of parameter ':strat' at line 2, column 2. Did you mean 'start'?");
    }

    @Test
    void positionsOfTheBoundTextLeadBackToTheAuthors() {
        BoundSql bound = SqlText.bind("SELECT x,\n :start, y FROM raw.clicks\nWHERE z", RELATIONS, VALUES);

        assertThat(bound.text())
                .isEqualTo("SELECT x,\n TIMESTAMP '2023-01-05 00:00:00', y FROM \"r1\" AS \"clicks\"\nWHERE z");
        assertThat(bound.original(1, 8)).isEqualTo(new Position(1, 8));
        assertThat(bound.original(2, 9)).isEqualTo(new Position(2, 2));
        assertThat(bound.original(2, 35)).isEqualTo(new Position(2, 10));
        assertThat(bound.original(2, 43)).isEqualTo(new Position(2, 17));
        assertThat(bound.original(3, 7)).isEqualTo(new Position(3, 7));
        assertThat(bound.original(9, 9)).isEqualTo(new Position(3, 8));
    }

    @Test
    void aBackslashInAValueIsNoEscapeForAnyEngine() {
        assertThat(SqlText.bind("SELECT :name", RELATIONS, Map.of("name", "a\\d'"))
                        .text())
                .isEqualTo("SELECT ('a' || chr(92) || 'd''')");
    }

    @Test
    void lineBreaksInsideAValueOrANameDoNotShiftWhatFollows() {
        BoundSql bound = SqlText.bind("SELECT :name FROM raw.\nclicks WHERE z", RELATIONS, Map.of("name", "a\nb"));

        int at = bound.text().indexOf('z');
        Position inBound = Position.of(bound.text(), at);
        assertThat(bound.original(inBound.line(), inBound.column())).isEqualTo(new Position(2, 14));
    }

    @Test
    void twoTablesOfOneNameNeedAliases() {
        assertThatThrownBy(() -> SqlText.bind(
                        "SELECT * FROM raw.clicks JOIN features.clicks USING (x)",
                        Map.of(AssetKey.parse("raw.clicks"), "a", AssetKey.parse("features.clicks"), "b"),
                        Map.of()))
                .hasMessage(
                        "Cannot tell 'raw.clicks' and 'features.clicks' apart: both are called 'clicks' in one FROM clause.");
    }

    @Test
    void spacingCommentsAndCaseDoNotMatterToTheNormalText() {
        assertThat(SqlText.normalized("SELECT  A, 'B', \"C\" -- note\nFROM Raw.Clicks /* x */ ;"))
                .isEqualTo(SqlText.normalized("select a,'B',\"C\" from raw.clicks"))
                .isNotEqualTo(SqlText.normalized("select a,'b',\"C\" from raw.clicks"));
    }

    @Test
    void aVersionOfATableIsTakenOutOfTheText() {
        TimeTravel travel = TimeTravel.of("SELECT * FROM raw.clicks@123456 c\n"
                + "JOIN raw.users@2023-01-05T00:00:00Z u ON c.x = u.x JOIN raw.clicks@'2023-01-05 00:00:00' USING (x)");

        assertThat(travel.text())
                .isEqualTo(
                        "SELECT * FROM raw.clicks        c\n"
                                + "JOIN raw.users                      u ON c.x = u.x JOIN raw.clicks                       USING (x)");
        assertThat(travel.versions())
                .extracting(TimeTravel.Version::version)
                .containsExactly("123456", "2023-01-05T00:00:00Z", "2023-01-05 00:00:00");
        assertThat(travel.versions().get(1).position()).isEqualTo(new Position(2, 16));
        assertThat(travel.versions())
                .extracting(version -> version.reference().aliased())
                .containsExactly(true, true, false);
    }

    @Test
    void aTextWithoutVersionsStays() {
        assertThat(TimeTravel.of("SELECT @x, 'a@b' FROM raw.clicks"))
                .isEqualTo(new TimeTravel("SELECT @x, 'a@b' FROM raw.clicks", java.util.List.of()));
    }
}
