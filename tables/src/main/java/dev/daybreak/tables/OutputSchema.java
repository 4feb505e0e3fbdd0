package dev.daybreak.tables;

import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;

/** The columns of a table: its contract where there is one, else what the engine says the SELECT yields. */
final class OutputSchema {
    private OutputSchema() {}

    static Schema of(TableAsset asset, Schema described) {
        if (asset.columns().isEmpty()) {
            return described;
        }
        Schema contract = asset.columns().get();
        for (Column column : contract.columns()) {
            if (described.find(column.name()).isEmpty()) {
                throw mismatch(
                        asset,
                        "its SELECT yields no column '" + column.name() + "' that the contract asks for."
                                + NearestName.hint(column.name(), described.names()));
            }
        }
        for (Column column : described.columns()) {
            if (contract.find(column.name()).isEmpty()) {
                throw mismatch(
                        asset,
                        "its SELECT yields column '" + column.name() + "' that the contract has not."
                                + NearestName.hint(column.name(), contract.names()));
            }
        }
        return contract;
    }

    private static DaybreakException mismatch(TableAsset asset, String why) {
        return new DaybreakException(
                ErrorCode.INVALID_SQL,
                "Cannot compute '" + asset.key() + "': " + why,
                asset.about().place(),
                "Change 'columns' in the header or the SELECT, so that both name the same columns.",
                null);
    }
}
