package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.Upkeep;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.MaintenanceReport;
import dev.daybreak.lake.MaintenanceReport.Size;
import dev.daybreak.orchestration.history.PutBack;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.selection.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "maintain",
        description = {
            "Keep tables in order: put small files together and rows in order, fold deletes in, merge manifests, let old snapshots go, remove orphans.",
            "No row changes and nothing becomes stale. Runs and readers may go on meanwhile. 'maintain' in daybreak.yaml sets sizes and ages."
        },
        footer = {"", "Example: daybreak maintain features.user_days --dry-run"})
final class MaintainCommand extends ProjectCommand {
    @Parameters(
            paramLabel = "SELECTION",
            arity = "0..*",
            description = "Assets, as 'run' takes them. Default: all that have a table.")
    private List<String> selection = new ArrayList<>();

    @Option(names = "--dry-run", description = "Tell what there is to do, and change nothing.", order = 1)
    private boolean dryRun;

    @Option(
            names = "--restore",
            paramLabel = "SNAPSHOT",
            description =
                    "Take one table whose metadata file is gone or damaged as it was at the snapshot that the error names.",
            order = 2)
    private Long restore;

    /** Gathers what became of each table. */
    private static final class Reports implements Upkeep.Listener {
        private final Output output;
        private final List<MaintenanceReport> reports = new ArrayList<>();
        private final List<Map<String, Object>> failures = new ArrayList<>();

        Reports(Output output) {
            this.output = output;
        }

        @Override
        public void accept(MaintenanceReport report) {
            reports.add(report);
            report.notes().forEach(note -> output.note(report.table() + ": " + note));
            if (report.reordered() > 0) {
                output.note(report.table() + ": " + Words.count(report.reordered(), "file")
                        + " whose rows did not lie in the table's order.");
            }
            if (report.conflicts() > 0) {
                output.note(report.table() + ": " + Words.count(report.conflicts(), "group")
                        + " of files left, since others replaced them meanwhile; the next time looks at them again.");
            }
        }

        @Override
        public void failed(AssetKey table, DaybreakException failure) {
            output.note(Output.text(failure.getMessage(), "", failure.mend()));
            failures.add(Output.fields(
                    "table",
                    table.toString(),
                    "code",
                    failure.code().name(),
                    "message",
                    failure.getMessage(),
                    "mend",
                    failure.mend()));
        }
    }

    @Override
    int run(Workspace workspace, Output output) {
        if (!workspace.settings().environment().isProd()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot keep tables in order for environment '"
                            + workspace.settings().environment().name()
                            + "' alone: its tables are branches of those of prod.",
                    "Leave out --env: what a branch holds is kept.");
        }
        if (restore != null) {
            return restore(workspace, output);
        }
        Set<AssetKey> all =
                workspace.graph().nodes().stream().map(node -> node.key()).collect(Collectors.toSet());
        Set<AssetKey> assets = selection.isEmpty()
                ? all
                : Selection.parse(selection, workspace.project().pipelines()).resolve(workspace.graph(), Set.of());
        Upkeep upkeep = workspace.upkeep();
        List<AssetKey> tables = upkeep.tables(assets);
        Reports gathered = new Reports(output);
        if (dryRun) {
            upkeep.look(tables, gathered);
        } else {
            workspace.runner(1).recover();
            upkeep.run(tables, workspace.embeddedEngine(), gathered);
        }
        print(gathered.reports, tables.size(), output);
        output.document(Output.fields(
                "dry_run",
                dryRun,
                "tables",
                gathered.reports.stream().map(MaintainCommand::value).toList(),
                "failures",
                gathered.failures));
        return gathered.failures.isEmpty() ? 0 : 1;
    }

    private int restore(Workspace workspace, Output output) {
        if (selection.size() != 1 || dryRun) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid use of --restore: it takes one table, and no --dry-run.",
                    "Say it as the error does: daybreak maintain NAME --restore " + restore);
        }
        AssetKey key = Assets.find(workspace.graph(), selection.get(0)).key();
        LakeTable.RolledBack back = workspace.lake().restore(key, restore);
        workspace.runner(1).recover();
        PutBack putBack = new PutBack(restore, back.at(), back.led(), back.known());
        int undone = workspace.undoing().undo(key, putBack, Execution.user(), "its metadata file was gone or damaged");
        output.line(key + " is at snapshot " + restore + ". " + Words.count(undone, "published partition")
                + " undone: 'daybreak plan +" + key + "+' tells what is missing or stale now.");
        output.document(Output.fields("asset", key.toString(), "snapshot", restore, "undone", undone));
        return 0;
    }

    private void print(List<MaintenanceReport> reports, int tables, Output output) {
        List<MaintenanceReport> changed =
                reports.stream().filter(report -> !report.isInOrder()).toList();
        if (!changed.isEmpty()) {
            TextTable table = new TextTable(
                    "TABLE", "FILES", "BYTES", "MANIFESTS", "REQUESTS SAVED", "DELETES", "SNAPSHOTS", "ORPHANS");
            for (MaintenanceReport report : changed) {
                Size before = report.before();
                Size after = report.after();
                table.row(
                        report.table(),
                        before.files() + " -> " + after.files(),
                        dryRun ? bytes(before.bytes()) : bytes(before.bytes()) + " -> " + bytes(after.bytes()),
                        before.manifests() + " -> " + after.manifests(),
                        report.requestsSaved(),
                        report.foldedDeletes(),
                        report.snapshotsExpired(),
                        report.orphans() == 0 ? "0" : report.orphans() + " (" + bytes(report.orphanBytes()) + ")");
            }
            output.line(table.toString());
            output.line("");
        }
        int inOrder = reports.size() - changed.size();
        String put = changed.isEmpty()
                ? ""
                : dryRun
                        ? "; " + changed.size() + " would be put in order, nothing was changed"
                        : ", " + changed.size() + " put in order";
        output.line(Words.count(tables, "table") + ", " + inOrder + " in order" + put + ".");
    }

    private static String bytes(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    private static Map<String, Object> value(MaintenanceReport report) {
        return Output.fields(
                "table",
                report.table().toString(),
                "files_before",
                report.before().files(),
                "files_after",
                report.after().files(),
                "bytes_before",
                report.before().bytes(),
                "bytes_after",
                report.after().bytes(),
                "manifests_before",
                report.before().manifests(),
                "manifests_after",
                report.after().manifests(),
                "requests_saved",
                report.requestsSaved(),
                "rewritten",
                report.rewritten(),
                "deletes_folded",
                report.foldedDeletes(),
                "reordered",
                report.reordered(),
                "conflicts",
                report.conflicts(),
                "snapshots_expired",
                report.snapshotsExpired(),
                "files_expired",
                report.filesExpired(),
                "orphans",
                report.orphans(),
                "orphan_bytes",
                report.orphanBytes(),
                "notes",
                report.notes());
    }
}
