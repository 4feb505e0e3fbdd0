package dev.daybreak.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DuckDB's type names as types of the contract. */
class TypeReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SMALLINT | int",
                "UINTEGER | long",
                "HUGEINT | long",
                "UUID | string",
                "\"NULL\" | string",
                "TIME WITH TIME ZONE | string",
                "TIMESTAMP_NS | timestamp",
                "TIMESTAMP WITH TIME ZONE | timestamptz",
                "DECIMAL(18,3) | decimal(18,3)",
                "INTEGER[] | list<int>",
                "INTEGER[3][] | list<list<int>>",
                "ENUM('x', 'y,)', 'it''s')[] | list<string>",
                "MAP(VARCHAR, DECIMAL(2,1)[]) | map<string, list<decimal(2,1)>>",
                "STRUCT(a BIGINT, \"b, \"\"c\" STRUCT(d DATE)) | struct<a: long, b, \"c: struct<d: date>>",
            })
    void readsNestedAndForeignTypes(String engineType, String type) {
        assertThat(TypeReader.read(engineType)).hasToString(type);
    }

    @Test
    void knowsNoTypeForIntervalsAndUnions() {
        assertThat(TypeReader.read("INTERVAL")).isNull();
        assertThat(TypeReader.read("INTERVAL[]")).isNull();
        assertThat(TypeReader.read("STRUCT(a UNION(k INTEGER))")).isNull();
    }
}
