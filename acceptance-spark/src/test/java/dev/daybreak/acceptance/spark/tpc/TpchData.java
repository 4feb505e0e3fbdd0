package dev.daybreak.acceptance.spark.tpc;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The eight tables of TPC-H and their rows, from the generator. */
final class TpchData {
    private TpchData() {}

    static List<TpcTable> tables() {
        List<TpcTable> tables = new ArrayList<>();
        for (TpchTable<?> table : TpchTable.getTables()) {
            Map<String, String> columns = new LinkedHashMap<>();
            for (TpchColumn<?> column : table.getColumns()) {
                columns.put(
                        column.getColumnName(),
                        switch (column.getType().getBase()) {
                            case IDENTIFIER -> "long";
                            case INTEGER -> "int";
                            case DOUBLE -> "decimal(15,2)";
                            case DATE -> "date";
                            case VARCHAR -> "string";
                        });
            }
            tables.add(new TpcTable("tpch", table.getTableName(), columns));
        }
        return tables;
    }

    static void write(TpcTable table, double scale, Path project) throws IOException {
        try (BufferedWriter writer = table.open(project)) {
            for (TpchEntity row : TpchTable.getTable(table.name()).createGenerator(scale, 1, 1)) {
                TpcTable.write(writer, List.of(row.toLine().split("\\|")));
            }
        }
    }
}
