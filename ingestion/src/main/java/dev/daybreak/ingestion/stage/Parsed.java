package dev.daybreak.ingestion.stage;

import dev.daybreak.project.schema.Column;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Records of a source before their values are held against the contract.
 *
 * @param sql yields {@code file}, {@code line} (null if not known yet), {@code v} (a struct with a field per column of the contract: text,
 *     JSON, or the contract's own type), {@code bad} (why the record has no values at all, else null), and whatever {@code raw} reads
 * @param raw an expression for the record as text, as JSON or as it stands in the file; evaluated only for records that do not fit
 * @param keys an expression for the list of the record's own keys, evaluated for every record; null if they were looked at beforehand
 * @param typed columns whose fields of {@code v} have the contract's type already
 */
public record Parsed(String sql, String raw, String keys, Set<String> typed) {
    public Parsed {
        typed = Set.copyOf(typed);
    }

    /** Parses JSON texts, one record each, out of a query that yields {@code file}, the number of the line, and {@code raw}. */
    public static Parsed json(String lines, Contract contract) {
        // TRY_CAST leaves null of what is malformed, so that the text need not be parsed once more to know.
        String sql =
                """
                SELECT file, line, raw, json, json_transform(json, %s) AS v,
                    CASE WHEN json IS NULL THEN 'malformed JSON'
                         WHEN starts_with(raw, '{') OR starts_with(ltrim(raw), '{') THEN NULL
                         ELSE 'not a JSON object' END AS bad
                FROM (SELECT file, line, raw, TRY_CAST(raw AS JSON) AS json FROM (%s))
                """
                        .formatted(Sql.text(contract.jsonStructure()), lines);
        return new Parsed(sql, "raw", "json_keys(json)", Set.of());
    }

    /** The struct {@code v} out of columns that have their names in the contract. */
    static String struct(List<Column> columns, Function<Column, String> value) {
        return columns.stream()
                .map(column -> Sql.name(column.name()) + " := " + value.apply(column))
                .collect(Collectors.joining(", ", "struct_pack(", ")"));
    }

    /** Records whose values stand in columns of {@code from}, which also has {@code file} and {@code line}. */
    public static Parsed columns(String from, Contract contract, Function<Column, String> value, Set<String> typed) {
        String sql = "SELECT file, line, " + struct(contract.schema().columns(), value)
                + " AS v, CAST(NULL AS VARCHAR) AS bad FROM (" + from + ")";
        return new Parsed(sql, "CAST(to_json(v) AS VARCHAR)", null, typed);
    }

    /** The same, if it is known that no record has a key beyond the contract. */
    public Parsed withKeysKnown() {
        return new Parsed(sql, raw, null, typed);
    }
}
