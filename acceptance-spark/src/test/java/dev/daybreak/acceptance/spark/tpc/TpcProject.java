package dev.daybreak.acceptance.spark.tpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A project with the tables of both benchmarks as sources, and every query as an asset. */
final class TpcProject {
    private static final double SCALE = 0.01;

    private final Path root;
    private final List<TpcTable> tpch = TpchData.tables();
    private final List<TpcTable> tpcds;

    TpcProject(Path root, Path sql) throws IOException {
        this.root = root;
        this.tpcds = TpcdsData.tables(sql.resolve("tpcds_ddl.sql"));
        for (String folder : List.of("sources", "data", "assets")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.writeString(root.resolve("daybreak.yaml"), "name: tpc\n");
        for (TpcTable table : tables()) {
            table.writeSource(root);
        }
    }

    List<TpcTable> tables() {
        List<TpcTable> all = new ArrayList<>(tpch);
        all.addAll(tpcds);
        return all;
    }

    void write(TpcQuery query) throws IOException {
        query.writeAsset(root, query.benchmark().equals("tpch") ? tpch : tpcds);
    }

    /** Generates the rows of all tables, several tables at a time. */
    void writeData() {
        Map<String, TpcTable> all = new LinkedHashMap<>();
        tpcds.forEach(table -> all.put(table.name(), table));
        tables().parallelStream().forEach(table -> {
            try {
                if (table.benchmark().equals("tpch")) {
                    TpchData.write(table, SCALE, root);
                } else {
                    TpcdsData.write(table, all, SCALE, root);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
