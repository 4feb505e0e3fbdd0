package dev.daybreak.tables;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of a table or view: its contract where there is one, else what the engine says the SELECT yields, with types that do not depend on
 * the engine as far as the text tells them.
 */
final class OutputSchema {
    private OutputSchema() {}

    /** @param node a SQL table */
    static Schema of(Graph.Node node, Schema described) {
        SqlAsset asset = (SqlAsset) node.asset();
        if (asset.columns().isEmpty()) {
            return settled(node, described);
        }
        Schema contract = asset.columns().get();
        requireSameNames(asset, contract, described);
        return contract;
    }

    /**
     * As the text has them, in its order: a view casts nothing.
     *
     * @param node a view
     */
    static Schema ofView(Graph.Node node, Schema described) {
        SqlAsset asset = (SqlAsset) node.asset();
        Schema columns = settled(node, described);
        Optional<Schema> contract = asset.columns();
        contract.ifPresent(promised -> requireSameNames(asset, promised, columns));
        return new Schema(columns.columns().stream()
                .map(column -> contract.flatMap(promised -> promised.find(column.name()))
                        .map(promised -> promised(asset, promised, column))
                        .orElse(column))
                .toList());
    }

    private static Column promised(SqlAsset asset, Column promised, Column column) {
        if (!promised.type().equals(column.type())) {
            throw mismatch(
                    asset,
                    asset.about().written().name("columns", promised.name()),
                    "its SELECT yields column '" + column.name() + "' as " + column.type() + ", and its contract says "
                            + promised.type() + ".");
        }
        return promised;
    }

    private static Schema settled(Graph.Node node, Schema described) {
        return new Schema(described.columns().stream()
                .map(column -> column.withType(settled(column, node.types())))
                .toList());
    }

    private static void requireSameNames(SqlAsset asset, Schema contract, Schema described) {
        for (Column column : contract.columns()) {
            if (described.find(column.name()).isEmpty()) {
                throw mismatch(
                        asset,
                        asset.about().written().name("columns", column.name()),
                        "its SELECT yields no column '" + column.name() + "' that the contract asks for."
                                + NearestName.hint(column.name(), described.names()));
            }
        }
        for (Column column : described.columns()) {
            if (contract.find(column.name()).isEmpty()) {
                throw mismatch(
                        asset,
                        asset.about().written().value("columns"),
                        "its SELECT yields column '" + column.name() + "' that the contract has not."
                                + NearestName.hint(column.name(), contract.names()));
            }
        }
    }

    private static DataType settled(Column column, Map<String, DataType> types) {
        DataType told = types.get(column.name().toLowerCase(Locale.ROOT));
        return told == null ? column.type() : common(column.type(), told);
    }

    /**
     * An engine's type, or the one that the text tells where engines do not agree: on how many digits a sum of decimals has, whether a
     * length is an int, whether a timestamp that is cut has a zone. What is written is cast to this type.
     */
    private static DataType common(DataType described, DataType told) {
        boolean isLong = described == Primitive.INT && told == Primitive.LONG;
        // Spark's DATE_TRUNC of a timestamp without a zone gives an instant.
        boolean isLocal = described == Primitive.TIMESTAMPTZ && told == Primitive.TIMESTAMP;
        if (isLong || isLocal) {
            return told;
        }
        boolean isWider = described instanceof Decimal mine
                && told instanceof Decimal other
                && mine.scale() == other.scale()
                && mine.precision() < other.precision();
        return isWider ? told : described;
    }

    private static DaybreakException mismatch(SqlAsset asset, Place place, String why) {
        return new DaybreakException(
                ErrorCode.INVALID_SQL,
                "Cannot compute '" + asset.key() + "': " + why,
                place,
                "Change 'columns' in the header or the SELECT, so that both say the same of the columns.",
                null);
    }
}
