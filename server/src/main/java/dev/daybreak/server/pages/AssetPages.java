package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.CheckRecord;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.MaterializationRecord;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.server.api.AssetKind;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.AssetView.CheckRow;
import dev.daybreak.server.pages.AssetView.ColumnRow;
import dev.daybreak.server.pages.AssetView.PublicationRow;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Json;
import io.javalin.http.Context;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Assets: what they are, and how their partitions stand. Thread-safe. */
final class AssetPages {
    private static final int MOST_PUBLICATIONS = 30;
    private static final int MOST_CHECKS = 50;

    private final ServedProject served;
    private final Pages pages;
    private final Staleness staleness;
    private final PartitionStrip strip;
    private final History history;

    AssetPages(ServedProject served, Pages pages, Staleness staleness) {
        this.served = served;
        this.pages = pages;
        this.staleness = staleness;
        this.strip = new PartitionStrip(served, pages);
        this.history = new History(served.store());
    }

    AssetsView list(Shell shell) {
        Optional<Staleness.Known> known = staleness.known();
        return new AssetsView(
                shell,
                served.graph().nodes().stream().map(node -> row(node, known)).toList());
    }

    private static AssetsView.Row row(Graph.Node node, Optional<Staleness.Known> known) {
        Asset asset = node.asset();
        return new AssetsView.Row(
                node.key().toString(),
                AssetKind.of(asset),
                asset.about().description(),
                asset.about().owner(),
                asset.about().tags(),
                every(asset),
                known.map(found -> found.of(node.key()).size()).orElse(0));
    }

    private static String every(Asset asset) {
        return asset.timePartition()
                .map(time -> time.cadence().grain().name().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    AssetView asset(Context ctx, Shell shell) {
        Graph.Node node = find(ctx.pathParam("asset"));
        Asset asset = node.asset();
        AssetKey key = node.key();
        return new AssetView(
                shell,
                key.toString(),
                AssetKind.of(asset),
                asset.about().description(),
                asset.about().owner(),
                asset.about().tags(),
                asset.about().place().file(),
                asset instanceof SqlAsset text ? text.sql().strip() : "",
                asset.about().promise().map(promise -> promise.toString()).orElse(""),
                node.named().stream().map(AssetKey::toString).toList(),
                served.graph().readers(key).stream()
                        .map(reader -> reader.key().toString())
                        .toList(),
                columns(node),
                strip.of(node, year(ctx, node, shell), staleness.known()),
                history.materializations(key, MOST_PUBLICATIONS).stream()
                        .map(found -> row(found, shell))
                        .toList(),
                history.checks(key, MOST_CHECKS).stream()
                        .map(found -> row(found, shell))
                        .toList());
    }

    private Graph.Node find(String name) {
        List<String> names = served.graph().nodes().stream()
                .map(node -> node.key().toString())
                .toList();
        return served.graph().nodes().stream()
                .filter(node -> node.key().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> HttpFailure.notFound(
                        "Cannot find asset '" + name + "'." + NearestName.hint(name, names),
                        "The page of assets lists them all."));
    }

    /** The one that is asked for, else that of the newest partition, else the present one. */
    private int year(Context ctx, Graph.Node node, Shell shell) {
        String year = RunPages.text(ctx, "year");
        if (year.matches("[12]\\d{3}")) {
            return Integer.parseInt(year);
        }
        return history.publications(node.key()).stream()
                .map(History.Publication::interval)
                .filter(interval -> !interval.isAll())
                .max(Comparator.naturalOrder())
                .map(interval ->
                        ZonedDateTime.ofInstant(interval.start(), shell.zone()).getYear())
                .orElseGet(
                        () -> ZonedDateTime.ofInstant(shell.now(), shell.zone()).getYear());
    }

    private static List<ColumnRow> columns(Graph.Node node) {
        Optional<Schema> schema =
                node.asset() instanceof SourceAsset source ? Optional.of(source.columns()) : node.columns();
        return schema.map(Schema::columns).orElse(List.of()).stream()
                .map(AssetPages::row)
                .toList();
    }

    private static ColumnRow row(Column column) {
        return new ColumnRow(column.name(), column.type().toString(), column.required(), column.description());
    }

    private PublicationRow row(MaterializationRecord found, Shell shell) {
        return new PublicationRow(
                pages.words(found.interval()),
                found.run(),
                found.snapshot().map(String::valueOf).orElse(""),
                found.rows(),
                shell.moment(found.published()),
                found.undone().isPresent());
    }

    private CheckRow row(CheckRecord found, Shell shell) {
        String seen = found.observed() == null ? "" : "observed " + found.observed();
        String unexpected = found.unexpected() == 0
                ? ""
                : Moment.count(found.unexpected(), "row") + " of "
                        + String.format(Locale.ROOT, "%,d", found.evaluated()) + " did not fit";
        return new CheckRow(
                found.expectation(),
                found.arguments().isEmpty() ? "" : Json.write(found.arguments()),
                pages.words(found.interval()),
                found.severity().name().toLowerCase(Locale.ROOT),
                found.success(),
                java.util.stream.Stream.of(seen, unexpected, found.reason())
                        .filter(text -> !text.isEmpty())
                        .collect(java.util.stream.Collectors.joining("; ")),
                found.run(),
                shell.moment(found.checked()));
    }
}
