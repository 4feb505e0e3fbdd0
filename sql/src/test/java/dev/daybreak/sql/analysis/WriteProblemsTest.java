package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.WriteMode;
import dev.daybreak.project.asset.WriteMode.Condition;
import dev.daybreak.project.asset.WriteMode.Merge;
import dev.daybreak.project.asset.WriteMode.Scd2;
import dev.daybreak.project.problem.Place;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an author is told of a write mode that does not fit the SELECT, and what readers see of the columns that it adds. */
class WriteProblemsTest {
    private static final String SELECT = "SELECT user_id, event_time, price, item_id = 1 AS gone FROM raw.clicks";
    private static final Place PLACE = new Place("assets/features/t.sql", 2, 9);

    private static List<String> problems(WriteMode mode) {
        return Situation.withClicks()
                .table("features.t", SELECT, header -> header.write(mode))
                .problems();
    }

    private static Merge merge(String key) {
        return new Merge(
                List.of(key.split(" ")), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), PLACE);
    }

    private static Optional<Condition> condition(String sql) {
        return Optional.of(new Condition(sql, new Place("assets/features/t.sql", 3, 5)));
    }

    private static Merge updateWhen(String sql) {
        return new Merge(
                List.of("user_id"), Optional.empty(), condition(sql), Optional.empty(), Optional.empty(), PLACE);
    }

    private static Merge insertWhen(String sql) {
        return new Merge(
                List.of("user_id"), Optional.empty(), Optional.empty(), condition(sql), Optional.empty(), PLACE);
    }

    private static Scd2 scd2(String track, String time) {
        return new Scd2(List.of("user_id"), List.of(track), Optional.of(time), condition("batch.gone"), PLACE);
    }

    @Test
    void takesKeysAndConditionsOverColumnsOfTheSelect() {
        assertThat(problems(merge("user_id event_time"))).isEmpty();
        assertThat(problems(updateWhen("batch.price > target.price OR target.price IS NULL")))
                .isEmpty();
        assertThat(problems(insertWhen("NOT batch.gone"))).isEmpty();
        assertThat(problems(scd2("price", "event_time"))).isEmpty();
    }

    @Test
    void refusesAKeyThatTheSelectHasNot() {
        assertThat(problems(merge("user_ids")))
                .containsExactly(
                        "assets/features/t.sql:2:9 Cannot find key column 'user_ids' among the columns of the SELECT."
                                + " Did you mean 'user_id'? | It yields user_id, event_time, price, gone.");
    }

    @Test
    void refusesAKeyThatIsNoKey() {
        assertThat(problems(merge("price")))
                .singleElement()
                .asString()
                .contains("Invalid key column 'price': it is of type double");
        assertThat(problems(merge("user_id USER_ID")))
                .singleElement()
                .asString()
                .contains("stands twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch.prize > 1 | Cannot find column 'prize' in 'batch'",
                "price > 1 | Cannot tell which 'price' is meant",
                "batch.price > | Invalid 'update_when': ",
                "batch.price > :start | a condition takes no parameters, but names ':start'",
                "batch.price IN (SELECT age FROM raw.users) | Cannot read 'raw.users' in a condition",
                "source.price > 1 | 'source"
            })
    void refusesConditionsThatNameWhatIsNotThere(String sql, String expected) {
        assertThat(problems(updateWhen(sql))).isNotEmpty().anySatisfy(problem -> assertThat(problem)
                .startsWith("assets/features/t.sql:3:5 Invalid 'update_when': ")
                .contains(expected));
    }

    @Test
    void aRowThatComesInHasNothingToBeComparedWith() {
        assertThat(problems(insertWhen("target.price IS NULL")))
                .singleElement()
                .asString()
                .contains("Invalid 'insert_when': ", "target");
    }

    @Test
    void refusesTimesAndTrackedColumnsThatDoNotFit() {
        assertThat(problems(scd2("plan", "price")))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("Cannot find tracked column 'plan'"))
                .anySatisfy(
                        problem -> assertThat(problem).contains("Invalid 'time' column 'price': it is of type double"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"valid_from", "Valid_To", "is_current"})
    void refusesColumnsThatTheModeAdds(String name) {
        List<String> problems = Situation.withClicks()
                .table(
                        "features.t",
                        "SELECT user_id, event_time AS " + name + " FROM raw.clicks",
                        header -> header.write(
                                new Scd2(List.of("user_id"), List.of(), Optional.empty(), Optional.empty(), PLACE)))
                .problems();

        assertThat(problems)
                .containsExactly(
                        "assets/features/t.sql:4:1 Invalid SELECT: it yields column '" + name.toLowerCase(Locale.ROOT)
                                + "', which 'write: scd2' adds to the table. | Name it otherwise with AS, or leave it out.");
    }

    @Test
    void readersSeeTheColumnsThatAreAdded() {
        Situation situation = Situation.withClicks()
                .table("features.t", SELECT, header -> header.daily("event_time")
                        .write(scd2("price", "event_time")))
                .table("features.u", SELECT, header -> header.daily("event_time")
                        .write(new WriteMode.Append()))
                .table(
                        "features.v",
                        "SELECT t.valid_from, t.is_current, u._interval_start FROM features.t AS t"
                                + " JOIN features.u AS u ON t.user_id = u.user_id");

        assertThat(situation.problems()).isEmpty();
        assertThat(situation.query("features.v").schema())
                .contains(
                        Situation.schema("valid_from timestamp", "is_current boolean", "_interval_start timestamptz"));
        assertThat(situation.origin("features.t", "valid_to")).startsWith("raw.clicks.event_time");
        assertThat(situation
                        .analysis()
                        .graph()
                        .orElseThrow()
                        .node(AssetKey.parse("features.u"))
                        .columns())
                .hasValueSatisfying(columns -> assertThat(columns.names()).endsWith("_interval_start"));
    }
}
