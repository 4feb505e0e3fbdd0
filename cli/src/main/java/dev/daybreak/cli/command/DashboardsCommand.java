package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.ReadDashboards;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.project.dashboard.Parameter;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.server.pages.dashboard.DashboardFile;
import dev.daybreak.server.query.CachedQueries;
import dev.daybreak.server.query.QueryLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dashboards",
        description = "List the project's dashboards.",
        subcommands = DashboardsCommand.ExportOneCommand.class,
        footer = {
            "",
            "Example: daybreak dashboards",
            "         daybreak dashboards export engagement --to engagement.html"
        })
final class DashboardsCommand extends ProjectCommand {
    @Override
    int run(Workspace workspace, Output output) {
        ReadDashboards read = ReadDashboards.of(workspace.project(), workspace.analysis());
        if (!output.isJson()) {
            output.problems(read.problems());
        }
        TextTable table = new TextTable(List.of("dashboard", "title", "tiles", "owner"));
        read.dashboards()
                .forEach(found ->
                        table.row(found.name(), found.title(), found.tiles().size(), found.owner()));
        output.line(
                read.dashboards().isEmpty()
                        ? "No dashboards; a file dashboards/NAME.yaml makes one."
                        : table.toString());
        output.document(Map.of(
                "dashboards",
                read.dashboards().stream()
                        .map(found -> Output.fields(
                                "name",
                                found.name(),
                                "title",
                                found.title(),
                                "tiles",
                                found.tiles().size()))
                        .toList(),
                "problems",
                Output.values(read.problems())));
        return 0;
    }

    @Command(
            name = "export",
            description = "Write a dashboard with all that it shows to one HTML file that needs no other.",
            footer = {
                "",
                "Example: daybreak dashboards export engagement --to engagement.html",
                "         daybreak dashboards export engagement --to phones.html --start 2023-02-01 --set device=phone"
            })
    static final class ExportOneCommand extends ProjectCommand {
        @Parameters(paramLabel = "NAME", description = "A dashboard, by the name of its file.")
        private String name;

        @Option(names = "--to", paramLabel = "FILE", required = true, description = "The file to write.", order = 1)
        private Path file;

        @Option(
                names = "--start",
                paramLabel = "TIME",
                description = "Where the time begins that it shows. Default: as the dashboard says.",
                order = 2)
        private String start;

        @Option(
                names = "--end",
                paramLabel = "TIME",
                description = "Where it ends, exclusive. Default: the project's end, or that of today.",
                order = 3)
        private String end;

        @Option(
                names = "--set",
                paramLabel = "NAME=VALUE",
                description = "Another value of a parameter; may be given more than once.",
                order = 4)
        private Map<String, String> values = new HashMap<>();

        @Option(names = "--force", description = "Replace the file if it is there.", order = 5)
        private boolean isForced;

        @Override
        boolean usesEngine() {
            return true;
        }

        @Override
        int run(Workspace workspace, Output output) {
            if (Files.exists(file) && (!isForced || Files.isDirectory(file))) {
                throw new DaybreakException(
                        ErrorCode.WRONG_USE,
                        "Cannot write '" + file + "': it is there already.",
                        "Name another file, or replace it with --force.");
            }
            Dashboard dashboard = dashboard(workspace, output);
            Map<String, String> said = new HashMap<>(values);
            checkNames(dashboard);
            said.put("start", start);
            said.put("end", end);
            DashboardFile made = new DashboardFile(
                    workspace.settings(), new CachedQueries(workspace.service().queries()), new QueryLimits());
            String html = made.html(dashboard, said::get, workspace.store().now());
            write(html);
            output.line(
                    "Wrote dashboard " + name + " to " + file + " (" + Words.count(html.length(), "character") + ").");
            output.document(Output.fields("dashboard", name, "file", file.toString()));
            return 0;
        }

        private Dashboard dashboard(Workspace workspace, Output output) {
            ReadDashboards read = ReadDashboards.of(workspace.project(), workspace.analysis());
            List<String> names = read.dashboards().stream().map(Dashboard::name).toList();
            return read.dashboards().stream()
                    .filter(found -> found.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> {
                        output.problems(read.problems());
                        return new DaybreakException(
                                ErrorCode.NOT_FOUND,
                                "Cannot find dashboard '" + name + "'." + NearestName.hint(name, names),
                                "There are: " + String.join(", ", names) + "; those with errors are left out.");
                    });
        }

        private void checkNames(Dashboard dashboard) {
            List<String> known =
                    dashboard.parameters().stream().map(Parameter::name).toList();
            for (String given : values.keySet()) {
                if (!known.contains(given)) {
                    throw new DaybreakException(
                            ErrorCode.WRONG_USE,
                            "Invalid --set '" + given + "': the dashboard has no such parameter."
                                    + NearestName.hint(given, known),
                            known.isEmpty() ? "It has none." : "It has: " + String.join(", ", known) + ".");
                }
            }
        }

        private void write(String html) {
            try {
                Path folder = file.toAbsolutePath().getParent();
                Files.createDirectories(folder);
                Files.writeString(file, html);
            } catch (IOException e) {
                throw new DaybreakException(
                        ErrorCode.OUT_OF_RESOURCES,
                        "Cannot write '" + file + "': " + e.getMessage() + ".",
                        "Free space on the disk, make the folder writable, or name another file.",
                        e);
            }
        }
    }
}
