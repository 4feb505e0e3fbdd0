package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.workspace.Diagnosis;
import dev.daybreak.cli.workspace.ProjectFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description =
                "Look for what would keep the project from running on this machine, for partitions that are late, and for tables"
                        + " that need maintenance.",
        footer = {"", "Example: daybreak doctor --project my_shop"})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Mixin
    private EnvironmentOption environment;

    @Override
    public Integer call() {
        Output output = new Output(options.json());
        ProjectFiles files = ProjectFiles.read(options.project(), options.variables(), environment.variant());
        List<Diagnosis.Finding> findings = Diagnosis.of(files, options.project());
        TextTable table = new TextTable("", "WHAT", "FOUND");
        List<Map<String, Object>> values = new ArrayList<>();
        for (Diagnosis.Finding finding : findings) {
            table.row(finding.healthy() ? "ok" : "BAD", finding.what(), finding.found());
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("what", finding.what());
            value.put("healthy", finding.healthy());
            value.put("found", finding.found());
            value.put("mend", finding.mend());
            values.add(value);
        }
        output.line(table.toString());
        findings.stream()
                .filter(finding -> !finding.healthy() && !finding.mend().isEmpty())
                .forEach(finding ->
                        output.line("\n" + finding.what() + ": " + finding.found() + "\n  " + finding.mend()));
        output.document(Map.of("findings", values));
        return findings.stream().allMatch(Diagnosis.Finding::healthy) ? 0 : 1;
    }
}
