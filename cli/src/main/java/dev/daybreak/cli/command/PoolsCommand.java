package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.run.PoolUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
        name = "pools",
        description = "Show the pools of daybreak.yaml: their slots, how many are taken, and how many steps wait for.",
        footer = {"", "Example: daybreak pools"})
final class PoolsCommand extends ProjectCommand {
    @Override
    int run(Workspace workspace, Output output) {
        List<PoolUsage> pools = workspace.pools();
        TextTable table = new TextTable("POOL", "SLOTS", "TAKEN", "WAITED FOR");
        pools.forEach(pool -> table.row(pool.pool(), pool.slots(), pool.used(), pool.ready()));
        output.line(
                pools.isEmpty()
                        ? "The project has no pools. Add 'pools: {NAME: SLOTS}' to daybreak.yaml to bound steps."
                        : table.toString());
        output.document(Map.of("pools", pools.stream().map(PoolsCommand::value).toList()));
        return 0;
    }

    private static Map<String, Object> value(PoolUsage pool) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("pool", pool.pool());
        value.put("slots", pool.slots());
        value.put("taken", pool.used());
        value.put("waited_for", pool.ready());
        return value;
    }
}
