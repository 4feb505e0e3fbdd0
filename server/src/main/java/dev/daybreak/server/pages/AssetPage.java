package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.Latest;
import dev.daybreak.orchestration.history.MaterializationRecord;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.server.api.AssetKind;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.api.ServedTables.Facts;
import dev.daybreak.server.pages.AssetView.About;
import dev.daybreak.server.pages.AssetView.ColumnRow;
import dev.daybreak.server.pages.AssetView.PublicationRow;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** One asset: what it is, and how its partitions, checks and files stand. Thread-safe. */
final class AssetPage implements AutoCloseable {
    private static final int MOST_PUBLICATIONS = 30;
    private static final int MOST_FAILURES = 3;

    private final ServedProject served;
    private final Pages pages;
    private final Staleness staleness;
    private final PartitionStrip strip;
    private final AssetCharts charts;
    private final AssetChecks checks;
    private final AssetTables tables;
    private final AssetTexts texts;
    private final History history;
    private final Latest latest;
    private final Readers readers;
    private final Finding finding;

    AssetPage(ServedProject served, Pages pages, Staleness staleness) {
        this.served = served;
        this.pages = pages;
        this.staleness = staleness;
        this.strip = new PartitionStrip(served, pages);
        this.charts = new AssetCharts(served);
        this.checks = new AssetChecks(served, pages);
        this.tables = new AssetTables(served);
        this.texts = new AssetTexts(served, pages);
        this.history = new History(served.store());
        this.latest = new Latest(served.store());
        this.readers = new Readers(served.graph());
        this.finding = new Finding(served, "");
    }

    AssetView view(Context ctx, Shell shell) {
        Graph.Node node = finding.asset(ctx.pathParam("asset"));
        Optional<AssetTables.Told> told = tables.known(node.key());
        Optional<Facts> facts = told.map(AssetTables.Told::facts);
        return new AssetView(
                shell,
                about(node),
                strip.of(node, Pages.text(ctx, "year"), shell, staleness.known()),
                latest.failures(node.key(), MOST_FAILURES).stream()
                        .map(step -> FailureRow.of(step, readers, pages, shell))
                        .toList(),
                charts.of(node),
                columns(node, facts),
                checks.of(node.key(), shell),
                history.materializations(node.key(), MOST_PUBLICATIONS).stream()
                        .map(found -> row(found, shell))
                        .toList(),
                told.isEmpty(),
                told.map(AssetTables.Told::problem).orElse(""),
                facts.flatMap(AssetTables::files),
                facts.map(found -> AssetTables.snapshots(found, shell)).orElse(List.of()),
                AssetKind.of(node.asset()).equals("table"),
                texts.of(node));
    }

    private About about(Graph.Node node) {
        Asset asset = node.asset();
        return new About(
                node.key().toString(),
                AssetKind.of(asset),
                asset.about().description(),
                node.key().namespace(),
                asset.about().owner(),
                asset.about().domain(),
                asset.about().tags(),
                asset.about().place().file(),
                AssetsPage.every(asset),
                asset.about().promise().map(promise -> promise.toString()).orElse(""),
                node.named().stream().map(AssetKey::toString).toList(),
                served.graph().readers(node.key()).stream()
                        .map(reader -> reader.key().toString())
                        .toList());
    }

    /** As the project's texts tell, else as the table has them. */
    private static List<ColumnRow> columns(Graph.Node node, Optional<Facts> facts) {
        Optional<Schema> told =
                node.asset() instanceof SourceAsset source ? Optional.of(source.columns()) : node.columns();
        return told.or(() -> facts.flatMap(Facts::columns)).map(Schema::columns).orElse(List.of()).stream()
                .map(AssetPage::row)
                .toList();
    }

    private static ColumnRow row(Column column) {
        return new ColumnRow(
                column.name(), column.type().toString(), column.required(), column.tags(), column.description());
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

    @Override
    public void close() {
        tables.close();
    }
}
