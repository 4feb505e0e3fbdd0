package dev.daybreak.ingestion;

import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.SourceAsset.Format;
import dev.daybreak.project.asset.SourceAsset.Load;
import dev.daybreak.project.asset.SourceAsset.NewColumns;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sources as tests need them: {@code Sources.jsonLines("data/*.jsonl").column("id long required")}. */
final class Sources {
    private final SourceAsset.Origin origin;
    private final List<Column> columns = new ArrayList<>();
    private double badRecords;
    private NewColumns newColumns = NewColumns.FAIL;
    private Optional<TimePartition> time = Optional.empty();
    private Optional<Span> horizon = Optional.empty();
    private List<CheckSpec> checks = List.of();

    private Sources(SourceAsset.Origin origin) {
        this.origin = origin;
    }

    static Sources files(String path, Format format, Load load) {
        return new Sources(new SourceAsset.Files(path, format, load));
    }

    static Sources jsonLines(String path) {
        return files(path, Format.JSON_LINES, Load.APPEND);
    }

    static Sources of(SourceAsset.Origin origin) {
        return new Sources(origin);
    }

    /** {@code name type [required]}. */
    Sources columns(String... texts) {
        for (String text : texts) {
            String[] parts = text.split(" ", 2);
            boolean required = parts[1].endsWith(" required");
            String type = required ? parts[1].substring(0, parts[1].length() - 9) : parts[1];
            columns.add(new Column(parts[0], DataType.parse(type).orElseThrow(), required, ""));
        }
        return this;
    }

    Sources badRecords(double share) {
        badRecords = share;
        return this;
    }

    Sources ignoringNewColumns() {
        newColumns = NewColumns.IGNORE;
        return this;
    }

    Sources byDay(String column) {
        time = Optional.of(new TimePartition(column, Cadence.DAILY, Optional.empty()));
        return this;
    }

    Sources horizon(Span span) {
        horizon = Optional.of(span);
        return this;
    }

    Sources checks(CheckSpec... specs) {
        checks = List.of(specs);
        return this;
    }

    SourceAsset build() {
        return new SourceAsset(
                AssetKey.parse("raw.clicks"),
                new About("", "", List.of(), Place.of("sources/clicks.yaml")),
                origin,
                new Schema(columns),
                time,
                List.of(),
                TableFormat.PARQUET,
                FileLayout.NONE,
                horizon,
                badRecords,
                newColumns,
                checks);
    }
}
