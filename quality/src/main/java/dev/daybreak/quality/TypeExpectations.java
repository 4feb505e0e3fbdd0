package dev.daybreak.quality;

import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Expectations on a column's type; the schema decides, and no row is read. */
final class TypeExpectations {
    private static final Set<String> DECIMAL = Set.of("decimal", "numeric", "decimaltype");
    /** Names that pandas, NumPy, Spark and SQL use, besides Daybreak's own, in lower case. */
    private static final Map<Primitive, Set<String>> ALIASES = Map.of(
            Primitive.BOOLEAN, Set.of("bool", "bool_", "booleantype"),
            Primitive.INT, Set.of("integer", "int32", "int4", "integertype"),
            Primitive.LONG, Set.of("int", "bigint", "int64", "int8", "integer", "longtype"),
            Primitive.FLOAT, Set.of("float32", "real", "float4", "floattype"),
            Primitive.DOUBLE,
                    Set.of("float", "float64", "float8", "double precision", "double_precision", "doubletype"),
            Primitive.STRING, Set.of("str", "varchar", "text", "char", "object", "stringtype", "character varying"),
            Primitive.BINARY, Set.of("blob", "bytes", "bytea", "varbinary", "binarytype"),
            Primitive.DATE, Set.of("datetype", "datetime.date"),
            Primitive.TIMESTAMP, Set.of("datetime", "datetime64", "datetime64[ns]", "timestampntztype"),
            Primitive.TIMESTAMPTZ, Set.of("timestamp with time zone", "timestamp_tz", "timestamptype"));

    static final List<Expectation> ALL = List.of(
            Expectation.ofValues(
                    "expect_column_values_to_be_of_type",
                    (subject, arguments) -> judge(subject, arguments, List.of(arguments.text("type_"))),
                    Parameter.required("type_", ParameterKind.TEXT)),
            Expectation.ofValues(
                    "expect_column_values_to_be_in_type_list",
                    (subject, arguments) -> judge(
                            subject,
                            arguments,
                            arguments.list("type_list").isEmpty() ? List.of() : arguments.texts("type_list")),
                    Parameter.optional("type_list", ParameterKind.TEXTS)));

    private TypeExpectations() {}

    /** An empty list permits every type. */
    private static Measurement judge(Subject subject, Arguments arguments, List<String> permitted) {
        Field field = subject.field(arguments.text("column"));
        boolean success = permitted.isEmpty() || permitted.stream().anyMatch(name -> names(field.type(), name));
        String type = field.type().toString();
        String reason = "'" + field.name() + "' is " + type + ", must be " + Words.list(permitted);
        return new Measurement.Known(Verdict.on(type, 0, success, reason));
    }

    private static boolean names(DataType type, String written) {
        String name = written.strip().toLowerCase(Locale.ROOT);
        Optional<DataType> same = DataType.parse(name);
        if (name.equals(type.toString()) || same.filter(type::equals).isPresent()) {
            return true;
        }
        if (type instanceof DataType.Decimal) {
            return DECIMAL.contains(name);
        }
        if (type instanceof Primitive primitive) {
            return ALIASES.get(primitive).contains(name) || (primitive == Primitive.STRING && isSizedText(name));
        }
        return false;
    }

    private static boolean isSizedText(String name) {
        return name.matches("(varchar|char|character varying)\\s*\\(\\s*\\d+\\s*\\)");
    }
}
